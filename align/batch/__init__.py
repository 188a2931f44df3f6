"""Whole collections: thousands of documents, drafted or aligned on all cores or a cluster; a run can be broken off."""
