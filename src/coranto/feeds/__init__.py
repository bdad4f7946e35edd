"""Documents for machines: RSS, Atom, JSON Feed, sitemaps, the static API."""
