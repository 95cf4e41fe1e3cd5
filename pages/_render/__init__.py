"""The plan's blocks as HTML: for the screen, for print, for lists."""
