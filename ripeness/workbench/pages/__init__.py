"""The pages of the workbench, each with its addresses."""
