"""Languages: catalogues, the language in use, dates and numbers, and the one place where reasons become sentences."""
