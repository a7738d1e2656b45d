package theme

import xansi "github.com/charmbracelet/x/ansi"

// ansiColor is one of the sixteen colours of the terminal's own palette.
type ansiColor = xansi.BasicColor
