package mask_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"parley/ui/layout"
	"parley/ui/mask"
	"parley/ui/richtext"
)

var seeds = []string{
	"", "Ada Obi", "Hi ada, Ада и 李伟!", "ada.obi@lagoon-prints.example", "+44 20 7946 0958", "4111-1111-1111-1111",
	"https://lagoon-prints.example/u/ada?x=1#ada", "\x1b[1mA\x1b[31mda\x1b[0m Obi…", "a@b.c @ @@ ://", "é\u0301\u200dx 👩‍👩‍👧 क्षि",
	"Siobhán O’Neill <siobhan@ours.example>, mailto:ada@x.example tel:+4420794609", "\x1b]8;;https://x.example/1\x1b\\x\x1b]8;;\x1b\\",
	"IBAN DE89 3704 0044 0532 0130 00", "AdaObi_2026-03-03.pdf", "Mark Will will mark", "Иваном", "민지씨", "\xff\xfe", "www.",
}

// words of names that may be left nowhere, however they are written.
var told = regexp.MustCompile(`(?i)(^|[^\pL\pM])(ada obi|siobh[aá]n|neill|marguerite|petrov|lagoon)($|[^\pL\pM])`)

// FuzzLine masks any line of a screen: as wide as before, nobody named, and the
// same when it is masked again.
func FuzzLine(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if !utf8.ValidString(line) || strings.ContainsAny(line, "\n\r\t") {
			return
		}
		m := on(t)
		line = richtext.Guard(line) // as the screen does
		for _, by := range []layout.Measure{{}, {Graphemes: true}} {
			for name, masked := range map[string]string{"Line": m.Line(line, by), "Typed": m.Typed(line, by)} {
				if got, want := by.Width(masked), by.Width(line); got != want {
					t.Errorf("%s(%q) = %q takes %d cells in place of %d", name, line, masked, got, want)
				}
				if who := told.FindString(ansi.Strip(masked)); who != "" {
					t.Errorf("%s(%q) = %q names %q", name, line, masked, who)
				}
				if richtext.Guard(masked) != masked {
					t.Errorf("%s(%q) = %q may not be drawn", name, line, masked)
				}
			}
		}
	})
}

// FuzzText masks any text: nobody named, as many cells and lines, and nothing
// is masked twice.
func FuzzText(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		m := on(t)
		got := m.Text(s)
		if who := told.FindString(got); who != "" {
			t.Errorf("Text(%q) = %q names %q", s, got, who)
		}
		if a, b := strings.Count(s, "\n"), strings.Count(got, "\n"); a != b {
			t.Errorf("Text(%q) = %q has %d lines in place of %d", s, got, b, a)
		}
		if a, b := ansi.StringWidthWc(s), ansi.StringWidthWc(got); a != b && !strings.Contains(s, "\x1b") { // it hides what follows
			t.Errorf("Text(%q) = %q takes %d cells in place of %d", s, got, b, a)
		}
		if again := on(t).Text(s); again != got {
			t.Errorf("Text(%q) = %q, and in another session %q", s, got, again)
		}
	})
}

// FuzzHTML masks any body: what is shown of it names nobody, and nothing is
// shown that was not before.
func FuzzHTML(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
		f.Add("<p>" + s + `<a href="` + s + `">` + s + "</a><script>" + s + "</script><xmp>" + s)
	}
	f.Add(`<b>A&#100;a O&shy;bi</b><img alt="Ada Obi" src="x"><textarea>Ada Obi</textarea><title>x</title>`)
	f.Fuzz(func(t *testing.T, body string) {
		if !utf8.ValidString(body) {
			return
		}
		m := on(t)
		shown := richtext.Parse(m.HTML(body)).Text()
		if who := told.FindString(shown); who != "" {
			t.Errorf("HTML(%q) shows %q, which names %q", body, shown, who)
		}
		m.SetLevel(mask.Blurred)
		blurred := richtext.Parse(m.HTML(body)).Text()
		if readable := regexp.MustCompile(`\pL{4,}`).FindString(strings.ReplaceAll(blurred, "image", "")); readable != "" && !strings.Contains(blurred, "[") {
			t.Errorf("HTML(%q) blurred shows %q", body, blurred)
		}
	})
}

// FuzzJSON masks any JSON into JSON of the same shape.
func FuzzJSON(f *testing.F) {
	f.Add(`{"type":"user","id":"1","name":"Ada Obi","email":"ada@x.example","tags":{"tags":[{"name":"vip","id":"2"}]},"n":[1,2.50,true,null,{}],"s":[]}`)
	f.Add(`[]`)
	f.Add(`"Ada Obi"`)
	f.Add(`{"a":{"b":{"body":"<p>Ada Obi</p>"}},"custom_attributes":{"owner":"Ada Obi","n":7}}`)
	f.Fuzz(func(t *testing.T, raw string) {
		if !json.Valid([]byte(raw)) || !utf8.ValidString(raw) {
			return
		}
		got, err := on(t).JSON([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		var a, b any
		if json.Unmarshal([]byte(raw), &a) != nil {
			return // a number out of range
		}
		if err := json.Unmarshal(got, &b); err != nil {
			t.Fatalf("JSON(%s) = %s: %v", raw, got, err)
		}
		if x, y := shape(a), shape(b); x != y {
			t.Errorf("JSON(%s) = %s has another shape", raw, got)
		}
	})
}

// shape is JSON with all text taken out.
func shape(v any) string {
	switch v := v.(type) {
	case string:
		return `""`
	case []any:
		var b strings.Builder
		for _, x := range v {
			b.WriteString(shape(x) + ",")
		}
		return "[" + b.String() + "]"
	case map[string]any:
		clean := map[string]string{}
		for k, x := range v {
			clean[k] = shape(x)
		}
		b, err := json.Marshal(clean)
		if err != nil {
			return err.Error()
		}
		return string(b)
	default:
		b, err := json.Marshal(v)
		if err != nil {
			return err.Error()
		}
		return string(b)
	}
}
