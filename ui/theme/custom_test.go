package theme

import (
	"image/color"
	"math"
	"strings"
	"testing"
)

// What is built in keeps to what a theme of the user's own is warned of.
func TestBuiltInThemesAreReadable(t *testing.T) {
	t.Parallel()
	for name, p := range palettes {
		for _, w := range p.unreadable() {
			t.Errorf("%s: %s", name, w)
		}
	}
}

func TestContrastIsThatOfTheGuidelines(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b color.Color
		want float64
	}{
		{hex("#FFFFFF"), hex("#000000"), 21},
		{hex("#777777"), hex("#FFFFFF"), 4.48}, // the well-known grey that just fails
		{hex("#767676"), hex("#FFFFFF"), 4.54},
	} {
		if got := contrast(tt.a, tt.b); math.Abs(got-tt.want) > 0.01 {
			t.Errorf("contrast(%v, %v) = %.3f, want %.2f", tt.a, tt.b, got, tt.want)
		}
	}
}

// Every token reaches the screen: a theme with it differs from one without,
// but for the two that are only compared with.
func TestEveryTokenCounts(t *testing.T) {
	t.Parallel()
	for _, name := range Tokens() {
		with, _, errs := Custom("mine", "dark", map[string]string{name: "#123456"})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		without, _, _ := Custom("mine", "dark", nil)
		shows := drawn(with) != drawn(without)
		if compared := name == "text" || name == "background"; shows == compared {
			t.Errorf("%s changes what is drawn: %v", name, shows)
		}
	}
}

// drawn is a letter in every style.
func drawn(t *Theme) string {
	var b strings.Builder
	for _, render := range []func(...string) string{
		t.Dim.Render, t.Accent.Render, t.Good.Render, t.Warn.Render, t.Bad.Render, t.Bar.Render, t.BarDim.Render, t.Border.Render,
		t.Selected.Render, t.SelectedBlur.Render, t.Match.Render, t.AuthorContact.Render, t.AuthorTeammate.Render, t.AuthorBot.Render,
		t.Note.Render, t.Attachment.Render,
	} {
		b.WriteString(render("x"))
	}
	return b.String()
}

func TestCustomSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	_, _, errs := Custom("mine", "pink", map[string]string{"acent": "#FF0000", "dim": "grey", "good": "256", "warn": "#abc", "bad": "007"})
	var got []string
	for _, e := range errs {
		got = append(got, e.Error())
	}
	want := []string{
		`inherit: there is no theme "pink" to inherit from; allowed: ansi, contrast, dark, light`,
		`acent: there is no colour "acent"; allowed: inherit, accent, dim, `,
		`bad: "007" is not a colour; allowed: '#rrggbb', `,
		`dim: "grey" is not a colour`,
		`good: "256" is not a colour`,
		`warn: "#abc" is not a colour`,
	}
	if len(got) != len(want) {
		t.Fatalf("got %d: %q", len(got), got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}

func TestCustomWarnsOfWhatIsHardToRead(t *testing.T) {
	t.Parallel()
	_, warnings, errs := Custom("mine", "light", map[string]string{"dim": "#CCCCCC", "accent": "4", "bar_text": "default"})
	if len(errs) > 0 || len(warnings) != 1 || !strings.HasPrefix(warnings[0], "dim on background has a contrast of 1.6,") {
		t.Errorf("%q, %v", warnings, errs)
	}
}
