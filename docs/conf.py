"""Sphinx: MyST pages in the Furo theme. Warnings are errors (`make docs`)."""

from coranto import __version__

project = "Coranto"
author = "The Coranto authors"
project_copyright = "The Coranto authors, Apache License 2.0"
release = version = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"Coranto {version}"
html_static_path = ["_static"]
html_show_sphinx = False
nitpicky = True
