"""The rules, one file a code: from failing uses to the import that is missing."""
