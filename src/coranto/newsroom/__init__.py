"""The newsroom without its memory: articles as JSON in, judged, grouped and decided records out."""
