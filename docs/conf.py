"""Settings of the documentation: MyST Markdown, the furo theme, nothing from the network."""

from ripeness import __version__

project = "Ripeness"
author = "The Ripeness developers"
project_copyright = author
version = release = __version__

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Ripeness"
html_copy_source = False
html_show_sourcelink = False
