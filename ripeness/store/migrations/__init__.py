"""The versions of a store, each made of the one before; run by Alembic (see ``ripeness.store.versions``)."""
