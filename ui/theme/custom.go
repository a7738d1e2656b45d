package theme

import (
	"fmt"
	"image/color"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
)

//go:generate go run ./gen example.toml

// token is a colour that a theme of the user's own may name.
type token struct {
	name, about string
	of          func(*palette) *color.Color
}

// tokens are in the order of the reference.
var tokens = []token{
	{"accent", "The one colour that leads the eye: focus, keys, what is unread.", func(p *palette) *color.Color { return &p.accent }},
	{"dim", "What may be skipped: events, hints, times.", func(p *palette) *color.Color { return &p.dim }},
	{"good", "What went well.", func(p *palette) *color.Color { return &p.good }},
	{"warn", "What needs a look: an SLA that is due soon.", func(p *palette) *color.Color { return &p.warn }},
	{"bad", "What is late or failed.", func(p *palette) *color.Color { return &p.bad }},
	{"contact", "The names of customers.", func(p *palette) *color.Color { return &p.contact }},
	{"teammate", "The names of teammates.", func(p *palette) *color.Color { return &p.teammate }},
	{"bot", "The names of bots, code, and replies as contact.", func(p *palette) *color.Color { return &p.bot }},
	{"note", "Internal notes.", func(p *palette) *color.Color { return &p.note }},
	{"link", "Links and attachments.", func(p *palette) *color.Color { return &p.link }},
	{"border", "The lines between panes.", func(p *palette) *color.Color { return &p.border }},
	{"bar", "Behind the status rows.", func(p *palette) *color.Color { return &p.bar }},
	{"bar_text", "On the status rows.", func(p *palette) *color.Color { return &p.barText }},
	{"bar_dim", "On the status rows, what may be skipped.", func(p *palette) *color.Color { return &p.barDim }},
	{"selected", "Behind the row of the cursor.", func(p *palette) *color.Color { return &p.selected }},
	{"selected_blur", "The same, where another pane has the focus.", func(p *palette) *color.Color { return &p.selectedBlur }},
	{"match", "Behind what a search found.", func(p *palette) *color.Color { return &p.match }},
	{"match_text", "What a search found.", func(p *palette) *color.Color { return &p.matchText }},
	{"text", "Your terminal's own text: it is not changed, only compared with.", func(p *palette) *color.Color { return &p.text }},
	{"background", "Your terminal's own background: the same.", func(p *palette) *color.Color { return &p.background }},
}

// Tokens returns the names of the colours that [Custom] knows, in the order
// of the reference.
func Tokens() []string {
	names := make([]string, len(tokens))
	for i, t := range tokens {
		names[i] = t.name
	}
	return names
}

// Bases returns the names of the themes that one's own may inherit from.
func Bases() []string {
	return slices.DeleteFunc(Names(), func(n string) bool { return palettes[n].mono })
}

// TokenError says what is wrong with one line of a theme of the user's own.
type TokenError struct {
	Key     string // as the file names it
	Problem string
	Allowed string // "" when there is nothing to say
}

// Error says what is wrong and what is allowed.
func (e *TokenError) Error() string {
	if e.Allowed == "" {
		return e.Key + ": " + e.Problem
	}
	return e.Key + ": " + e.Problem + "; allowed: " + e.Allowed
}

// allowedColour is what a colour may be.
const allowedColour = "'#rrggbb', a number of the terminal's palette from 0 to 255, or 'default' for its own colour"

// Custom makes a theme of the user's own: the built-in theme base, and of it
// the colours that are given by token. The errors are all that is wrong; then
// there is no theme. The warnings are pairs of colours that are hard to tell
// apart.
func Custom(name, base string, colours map[string]string) (t *Theme, warnings []string, errs []*TokenError) {
	if base == "" {
		base = "dark"
	}
	p, ok := palettes[base]
	if !ok || p.mono {
		errs = append(errs, &TokenError{"inherit", fmt.Sprintf("there is no theme %q to inherit from", base), strings.Join(Bases(), ", ")})
	}
	for _, key := range slices.Sorted(maps.Keys(colours)) {
		i := slices.IndexFunc(tokens, func(t token) bool { return t.name == key })
		if i < 0 {
			errs = append(errs, &TokenError{key, fmt.Sprintf("there is no colour %q", key), "inherit, " + strings.Join(Tokens(), ", ")})
			continue
		}
		c, err := parse(colours[key])
		if err != nil {
			errs = append(errs, &TokenError{key, err.Error(), allowedColour})
			continue
		}
		*tokens[i].of(&p) = c
	}
	if len(errs) > 0 {
		return nil, nil, errs
	}
	return build(name, p), p.unreadable(), nil
}

var hexColour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// parse reads a colour; nil is the terminal's own.
func parse(s string) (color.Color, error) {
	if s == "default" {
		return nil, nil
	}
	if hexColour.MatchString(s) {
		return hex(s), nil
	}
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && n <= 255 && strconv.Itoa(n) == s {
		return lipgloss.Color(s), nil
	}
	return nil, fmt.Errorf("%q is not a colour", s)
}

// Example is a file of a theme with every colour, commented out with those of
// the theme that it inherits from.
func Example() string {
	p := palettes["dark"]
	var b strings.Builder
	b.WriteString(`# A theme of your own: put this into the folder themes beside config.toml, as
# NAME.toml, and write theme = 'NAME' into config.toml. parley config check
# names the line of what is wrong, and the colours that are hard to read.
#
# What is left out is as in the theme that it inherits from. A colour is
# '#rrggbb', a number of the terminal's palette from 0 to 255, or 'default' for
# the terminal's own.

# ` + strings.Join(Bases(), ", ") + `
inherit = 'dark'
`)
	for _, t := range tokens {
		c := *t.of(&p)
		fmt.Fprintf(&b, "\n# %s\n#%s = '%s'\n", t.about, t.name, colorString(c))
	}
	return b.String()
}
