"""Languages: catalogues, the language in use, dates and numbers, and the wording of reasons."""
