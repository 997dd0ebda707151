"""One file for each version of a store. A file that was released is never changed."""
