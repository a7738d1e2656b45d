package safetext

import (
	"strings"
	"unicode/utf8"
)

// maxFileName is the longest cleaned file name in bytes; file systems allow 255, and a number or a suffix
// for a partial download has to fit behind it.
const maxFileName = 120

// FileName returns a name under which an attachment called s may be saved: the last element of its path,
// without separators, controls, characters that Windows refuses, a leading "." or "-", or a trailing "."
// or space, at most 120 bytes with the extension kept, and never empty. It is not unique: the caller must
// not overwrite.
func FileName(s string) string {
	s = Line(s)
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		s = s[i+1:]
	}
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, s)
	s = trimName(s)
	if len(s) > maxFileName {
		s = trimName(shorten(s))
	}
	if t := Line(s); t != s { // a joiner or mark lost what it stood behind
		return FileName(t)
	}
	if s == "" {
		return "attachment"
	}
	if reserved(s) {
		return "_" + s
	}
	return s
}

func trimName(s string) string {
	s = strings.TrimLeft(s, " .-")
	return strings.TrimRight(s, " .")
}

// shorten cuts the stem so that the name fits and a short extension stays.
func shorten(s string) string {
	ext := ""
	if i := strings.LastIndexByte(s, '.'); i > 0 && len(s)-i <= 16 {
		ext = s[i:]
	}
	n := maxFileName - len(ext)
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimRight(s[:n], " .") + ext
}

// reserved reports whether Windows takes s for a device.
func reserved(s string) bool {
	stem, _, _ := strings.Cut(s, ".")
	switch strings.ToUpper(strings.TrimRight(stem, " ")) {
	case "CON", "PRN", "AUX", "NUL":
		return true
	case "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
		"LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9":
		return true
	}
	return false
}
