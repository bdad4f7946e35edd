"""One file a change of the schema, in order; a file that was released is never edited."""
