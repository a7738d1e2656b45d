// Package theme is the only place that names a colour: palettes become the
// styles that everything on the screen is drawn with. It decides nothing
// about layout.
package theme

import (
	"fmt"
	"image/color"
	"slices"

	"charm.land/glamour/v2/ansi"
	"charm.land/lipgloss/v2"
)

// Theme holds every style on the screen. It is read-only after [New] and
// safe for concurrent use.
type Theme struct {
	Name string

	Text   lipgloss.Style // what is read
	Dim    lipgloss.Style // what may be skipped
	Strong lipgloss.Style // names, subjects
	Accent lipgloss.Style // the one colour that leads the eye
	Good   lipgloss.Style
	Warn   lipgloss.Style
	Bad    lipgloss.Style

	Bar       lipgloss.Style // status rows
	BarStrong lipgloss.Style // words within status rows
	BarDim    lipgloss.Style
	BarAccent lipgloss.Style
	BarWarn   lipgloss.Style
	BarBad    lipgloss.Style

	Border      lipgloss.Style
	BorderFocus lipgloss.Style
	Title       lipgloss.Style
	TitleFocus  lipgloss.Style

	Selected       lipgloss.Style // the row under the cursor, pane focused
	SelectedBlur   lipgloss.Style // the same, pane not focused
	Unread         lipgloss.Style
	Match          lipgloss.Style // what a search found
	MatchCurrent   lipgloss.Style
	Hint           lipgloss.Style // letters to press
	Key            lipgloss.Style
	KeyHelp        lipgloss.Style
	Event          lipgloss.Style // quiet lines of a conversation
	Day            lipgloss.Style // day separators
	New            lipgloss.Style // "new since you last looked"
	AuthorContact  lipgloss.Style
	AuthorTeammate lipgloss.Style
	AuthorBot      lipgloss.Style
	Note           lipgloss.Style // author and bar of a note
	Attachment     lipgloss.Style
	Placeholder    lipgloss.Style

	ModeAdmin   lipgloss.Style // composer borders and words, by mode
	ModeContact lipgloss.Style
	ModeNote    lipgloss.Style

	Rich Rich
}

// Rich is how customers' bodies are drawn.
type Rich struct {
	Glamour  ansi.StyleConfig // for glamour's renderer: no margins, no prefixes
	QuoteBar lipgloss.Style   // the bar in front of quoted text
	Bullet   lipgloss.Style   // bullets and numbers of lists
	Fold     lipgloss.Style   // the line that stands for folded text
	Dim      lipgloss.Style
	Link     lipgloss.Style
	Image    lipgloss.Style
	Code     lipgloss.Style
}

// palette is the named tokens from which every style is built. A nil colour
// is the terminal's own.
type palette struct {
	dim, accent, good, warn, bad       color.Color
	bar, barText, barDim               color.Color
	border, selected, selectedBlur     color.Color
	contact, teammate, bot, note, link color.Color
	match, matchText                   color.Color
	mono                               bool // no colour at all: attributes only
	brightBar                          bool // the bright colours cannot be read on the status rows

	// What the theme is made for; the terminal's own are not changed.
	text, background color.Color
}

var palettes = map[string]palette{
	"dark": {
		dim: hex("#8A90A6"), accent: hex("#7AA2F7"), good: hex("#9ECE6A"), warn: hex("#E0AF68"), bad: hex("#F7768E"),
		bar: hex("#24283B"), barText: hex("#C0CAF5"), barDim: hex("#8A90A6"),
		border: hex("#3B4261"), selected: hex("#2E3C64"), selectedBlur: hex("#292E42"),
		contact: hex("#7DCFFF"), teammate: hex("#9ECE6A"), bot: hex("#BB9AF7"), note: hex("#E0AF68"), link: hex("#7DCFFF"),
		match: hex("#3D59A1"), matchText: hex("#FFFFFF"),
		text: hex("#D0D0D0"), background: hex("#1A1B26"),
	},
	"light": {
		dim: hex("#5F6579"), accent: hex("#2E5BC6"), good: hex("#38710F"), warn: hex("#8A5A00"), bad: hex("#B3203F"),
		bar: hex("#E4E7F2"), barText: hex("#23283B"), barDim: hex("#5F6579"),
		border: hex("#B4B9CC"), selected: hex("#CFDBFA"), selectedBlur: hex("#E9ECF5"),
		contact: hex("#00607F"), teammate: hex("#38710F"), bot: hex("#6A3FB5"), note: hex("#8A5A00"), link: hex("#00607F"),
		match: hex("#FFE08A"), matchText: hex("#000000"),
		text: hex("#1A1A1A"), background: hex("#FFFFFF"),
	},
	"contrast": {
		dim: hex("#D0D0D0"), accent: hex("#00E5FF"), good: hex("#00FF5F"), warn: hex("#FFD700"), bad: hex("#FF5F5F"),
		bar: hex("#FFFFFF"), barText: hex("#000000"), barDim: hex("#202020"),
		border: hex("#FFFFFF"), selected: hex("#005FFF"), selectedBlur: hex("#444444"),
		contact: hex("#00E5FF"), teammate: hex("#00FF5F"), bot: hex("#FF87FF"), note: hex("#FFD700"), link: hex("#00E5FF"),
		match: hex("#FFFF00"), matchText: hex("#000000"),
		text: hex("#FFFFFF"), background: hex("#000000"), brightBar: true,
	},
	"ansi": {
		dim: lipgloss.BrightBlack, accent: lipgloss.BrightBlue, good: lipgloss.Green, warn: lipgloss.Yellow, bad: lipgloss.BrightRed,
		bar: lipgloss.Black, barText: lipgloss.White, barDim: lipgloss.BrightBlack,
		border: lipgloss.BrightBlack, selected: lipgloss.Blue, selectedBlur: lipgloss.Black,
		contact: lipgloss.Cyan, teammate: lipgloss.Green, bot: lipgloss.Magenta, note: lipgloss.Yellow, link: lipgloss.Cyan,
		match: lipgloss.Yellow, matchText: lipgloss.Black,
	},
	"none": {mono: true},
}

// onLight is the theme ansi where the background is light: bright colours
// cannot be read there, and bold ones are bright on many terminals.
var onLight = palette{
	dim: lipgloss.BrightBlack, accent: lipgloss.Blue, good: lipgloss.Blue, warn: lipgloss.Magenta, bad: lipgloss.Red,
	bar: lipgloss.White, barDim: lipgloss.BrightBlack,
	border: lipgloss.BrightBlack, selected: lipgloss.Cyan, selectedBlur: lipgloss.White,
	contact: lipgloss.Blue, bot: lipgloss.Magenta, note: lipgloss.Red, link: lipgloss.Blue,
	match: lipgloss.Yellow, matchText: lipgloss.Black,
}

func hex(s string) color.Color { return lipgloss.Color(s) }

// Names returns the names of the built-in themes, in alphabetical order.
func Names() []string {
	names := make([]string, 0, len(palettes))
	for n := range palettes {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// New returns the theme of that name, or an error that lists the names.
func New(name string) (*Theme, error) {
	p, ok := palettes[name]
	if !ok {
		return nil, fmt.Errorf("unknown theme %q: choose one of %v", name, Names())
	}
	return build(name, p), nil
}

// Default returns the dark theme.
func Default() *Theme { return build("dark", palettes["dark"]) }

// Light returns the light theme.
func Light() *Theme { return build("light", palettes["light"]) }

// Sixteen returns the theme ansi as it is on a dark background, or a light one.
func Sixteen(dark bool) *Theme {
	if dark {
		return build("ansi", palettes["ansi"])
	}
	return build("ansi", onLight)
}

func build(name string, p palette) *Theme {
	plain := lipgloss.NewStyle()
	fg := func(c color.Color) lipgloss.Style {
		if c == nil {
			return plain
		}
		return plain.Foreground(c)
	}
	on := func(s lipgloss.Style, c color.Color) lipgloss.Style {
		if c == nil {
			return s
		}
		return s.Background(c)
	}
	t := &Theme{
		Name: name,
		Text: plain, Dim: fg(p.dim), Strong: plain.Bold(true), Accent: fg(p.accent).Bold(true),
		Good: fg(p.good), Warn: fg(p.warn).Bold(true), Bad: fg(p.bad).Bold(true),

		Bar: on(fg(p.barText), p.bar), BarStrong: on(fg(p.barText), p.bar).Bold(true), BarDim: on(fg(p.barDim), p.bar),
		BarAccent: on(fg(p.accent), p.bar).Bold(true), BarWarn: on(fg(p.warn), p.bar).Bold(true), BarBad: on(fg(p.bad), p.bar).Bold(true),

		Border: fg(p.border), BorderFocus: fg(p.accent), Title: fg(p.dim), TitleFocus: fg(p.accent).Bold(true),
		Selected: on(plain, p.selected), SelectedBlur: on(plain, p.selectedBlur), Unread: fg(p.accent).Bold(true),
		Match: on(fg(p.matchText), p.match), MatchCurrent: on(fg(p.matchText), p.match).Bold(true).Underline(true),
		Hint: fg(p.warn).Bold(true), Key: fg(p.accent).Bold(true), KeyHelp: fg(p.dim),
		Event: fg(p.dim), Day: fg(p.dim), New: fg(p.accent).Bold(true),
		AuthorContact: fg(p.contact).Bold(true), AuthorTeammate: fg(p.teammate).Bold(true), AuthorBot: fg(p.bot).Bold(true),
		Note: fg(p.note).Bold(true), Attachment: fg(p.link), Placeholder: fg(p.dim),
		ModeAdmin: fg(p.accent).Bold(true), ModeContact: fg(p.bot).Bold(true), ModeNote: fg(p.note).Bold(true),
	}
	if p.brightBar {
		t.BarAccent, t.BarWarn, t.BarBad = t.BarStrong.Underline(true), t.BarStrong.Underline(true), t.BarStrong.Reverse(true)
	}
	if p.mono {
		t.Bar, t.BarStrong, t.BarDim = plain.Reverse(true), plain.Reverse(true).Bold(true), plain.Reverse(true)
		t.BarAccent, t.BarWarn, t.BarBad = t.BarStrong, t.BarStrong, t.BarStrong
		t.Selected, t.SelectedBlur = plain.Reverse(true), plain.Underline(true)
		t.Match, t.MatchCurrent = plain.Reverse(true), plain.Reverse(true).Bold(true)
		t.BorderFocus = plain.Bold(true)
	}
	t.Rich = rich(p, fg)
	return t
}

func rich(p palette, fg func(color.Color) lipgloss.Style) Rich {
	prim := func(c color.Color) ansi.StylePrimitive {
		if c == nil {
			return ansi.StylePrimitive{}
		}
		return ansi.StylePrimitive{Color: new(colorString(c))}
	}
	bold := func(s ansi.StylePrimitive) ansi.StylePrimitive { s.Bold = new(true); return s }
	underline := func(s ansi.StylePrimitive) ansi.StylePrimitive { s.Underline = new(true); return s }
	block := func(s ansi.StylePrimitive) ansi.StyleBlock { return ansi.StyleBlock{StylePrimitive: s} }
	heading := block(bold(prim(p.accent)))
	return Rich{
		Glamour: ansi.StyleConfig{
			Heading: heading, H1: block(underline(bold(prim(p.accent)))), H2: heading, H3: heading, H4: heading, H5: heading, H6: heading,
			Strikethrough:  ansi.StylePrimitive{CrossedOut: new(true)},
			Emph:           ansi.StylePrimitive{Italic: new(true)},
			Strong:         ansi.StylePrimitive{Bold: new(true)},
			HorizontalRule: prim(p.dim),
			Link:           underline(prim(p.link)),
			LinkText:       bold(prim(p.link)),
			Image:          underline(prim(p.link)),
			ImageText:      prim(p.dim),
			Code:           block(prim(p.bot)),
			CodeBlock:      ansi.StyleCodeBlock{StyleBlock: block(prim(p.bot))},
		},
		QuoteBar: fg(p.dim), Bullet: fg(p.accent), Fold: fg(p.dim).Italic(true), Dim: fg(p.dim),
		Link: fg(p.link).Underline(true), Image: fg(p.dim), Code: fg(p.bot),
	}
}

// colorString writes a colour the way glamour's style config reads it.
func colorString(c color.Color) string {
	if b, ok := c.(ansiColor); ok {
		return fmt.Sprint(uint8(b))
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02X%02X%02X", r>>8, g>>8, b>>8)
}
