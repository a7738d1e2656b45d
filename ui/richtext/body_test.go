package richtext_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/ui/richtext"
	"parley/ui/theme"
)

// huge are bodies of about n bytes, each of one shape.
func huge(n int) map[string]string {
	of := func(s string) string { return strings.Repeat(s, n/len(s)) }
	return map[string]string{
		"paragraphs": body(n),
		"text":       of("one two three "),
		"no spaces":  of("x"),
		"breaks":     of("a<br>"),
		"tiny":       of("<p>x</p>"),
		"open tags":  of("<div><b>") + "end",
		"CJK":        of("请问我的订单在哪里？"),
		"table":      "<table>" + of("<tr><td>a</td><td>b</td></tr>") + "</table>",
		"open rows":  "<table>" + of("<tr><td>a<td>b"),
		"page":       "<table><tr><td><table><tr><td>" + of("<p>one <b>two</b></p>") + "</td></tr></table></td></tr></table>",
		"quotes":     of("<blockquote>a"),
		"list":       "<ol>" + of("<li>one<li>two") + "</ol>",
		"log":        "<pre>" + of("a  line of\ta log\n") + "</pre>",
		"plain text": "<plaintext>" + of("a <b> line &amp;\n"),
		"one link":   `<a href="https://x.test/a">` + of("one <br>two ") + "</a>",
		"entities":   of("&amp;&lt;"),
		"never ends": "<p>before</p>" + of("<p>one</p>") + "<select><option>" + of("<p>two</p>"),
		"empty":      of("<br>") + "end",
		"cells":      "<table><tr>" + of("<td>a</td>") + "</tr></table>",
	}
}

// pieces returns all pieces of a body.
func pieces(b *richtext.Body) []*richtext.Document {
	var all []*richtext.Document
	for i := 0; b.Has(i); i++ {
		all = append(all, b.Piece(i, nil))
	}
	return all
}

// whole lays out all pieces of a body, one below the other.
func whole(b *richtext.Body, o richtext.Options) []string {
	var lines []string
	for _, d := range pieces(b) {
		l := d.Layout(o)
		lines = append(lines, l.Lines(0, l.Height())...)
	}
	return lines
}

func TestPiecesHoldTheWholeBody(t *testing.T) {
	t.Parallel()
	for name, s := range huge(300_000) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := richtext.NewBody(s)
			o := richtext.Options{Width: 80, Theme: theme.Default(), Hyperlinks: true, Unfold: true}
			lines := whole(b, o)
			if n := b.Len(); n < 4 {
				t.Errorf("%d pieces", n)
			}
			for _, err := range checkSafe(lines, 80) {
				t.Fatal(err)
			}
			l := richtext.Parse(s).Layout(o)
			got, want := letters(bare(lines)), letters(bare(l.Lines(0, l.Height())))
			if name == "one link" { // each piece says where it leads
				got, want = strings.ReplaceAll(got, "<https://x.test/a>", ""), strings.ReplaceAll(want, "<https://x.test/a>", "")
			}
			if got != want {
				t.Errorf("the text of the pieces differs from that of the whole: %s", difference(got, want))
			}
		})
	}
}

// bare is the text of lines without what is drawn around it.
func bare(lines []string) string {
	return strings.NewReplacer("▎", "", "│", "", "─", "", "┼", "").Replace(plain(lines))
}

func difference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	cut := func(s string) string { return s[max(i-20, 0):min(i+40, len(s))] }
	return fmt.Sprintf("%d and %d bytes, at %d %q in place of %q", len(got), len(want), i, cut(got), cut(want))
}

func TestPiecesAreSmall(t *testing.T) {
	t.Parallel()
	for name, s := range huge(300_000) {
		for i, d := range pieces(richtext.NewBody(s)) {
			most := 52 << 10
			if i == 0 {
				most = 100 << 10
			}
			if n := len(d.Text()); n > most {
				t.Errorf("%s: piece %d has %d bytes of text", name, i, n)
			}
			l := d.Layout(richtext.Options{Width: 400})
			if n := l.Height(); n > most/8 {
				t.Errorf("%s: piece %d has %d lines", name, i, n)
			}
		}
	}
}

func TestPiecesGoOnWhereTheLastOneEnded(t *testing.T) {
	t.Parallel()
	const n = 20_000
	item := strings.Repeat("<p>"+strings.Repeat("word ", 20)+"</p>", 2)
	for name, s := range map[string]string{
		"numbers":    "<ol>" + strings.Repeat("<li>one</li>", n) + "</ol>",
		"paragraphs": strings.Repeat("<p>one</p>", n),
		"breaks":     strings.Repeat("one<br>", n),
		"quote":      "<blockquote>" + strings.Repeat("<p>one</p>", n) + "</blockquote><p>after</p>",
		"bold":       "<b>" + strings.Repeat("<p>one</p>", n) + "</b>",
		"code":       "<pre>" + strings.Repeat("one\n", n) + "</pre>",
		"items":      "<ol>" + strings.Repeat("<li>"+item+"</li>", n/40) + "</ol>",
		"nested":     strings.Repeat("<ul><li>x", 20) + strings.Repeat("<p>one</p>", n),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := richtext.Options{Width: 60, Theme: theme.Default(), Unfold: true}
			l := richtext.Parse(s).Layout(o)
			got, want := whole(richtext.NewBody(s), o), l.Lines(0, l.Height())
			if !slices.Equal(got, want) {
				i := 0
				for i < len(got) && i < len(want) && got[i] == want[i] {
					i++
				}
				t.Errorf("%d and %d lines, line %d:\n%q in place of\n%q", len(got), len(want), i, got[max(i-2, 0):min(i+3, len(got))], want[max(i-2, 0):min(i+3, len(want))])
			}
		})
	}
}

func TestTextOfABody(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 50_000} {
		s := strings.Repeat("<p>one <b>two</b></p>", n)
		if got, want := richtext.NewBody(s).Text(), richtext.Parse(s).Text(); got != want {
			t.Errorf("of %d bytes: %s", len(s), difference(got, want))
		}
	}
}

func TestShortBodiesAreOnePiece(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "<p>x", strings.Repeat("<p>A paragraph of some length, as people write them.</p>", 1000)} {
		if n := richtext.NewBody(s).Len(); n != 1 {
			t.Errorf("a body of %d bytes has %d pieces", len(s), n)
		}
	}
}

func TestPieceIsRewritten(t *testing.T) {
	t.Parallel()
	s := strings.Repeat("<p>one two</p>", 50_000)
	given := 0
	d := richtext.NewBody(s).Piece(0, func(s string) string {
		given = len(s)
		return strings.ReplaceAll(s, "two", "2")
	})
	if got := d.Text(); !strings.HasPrefix(got, "one 2\none 2\n") || strings.Contains(got, "two") {
		t.Errorf("got %.40q", got)
	}
	if given == 0 || given > 100_000 {
		t.Errorf("%d of %d bytes were rewritten for the first piece", given, len(s))
	}
}

func TestRestIsNamedBelowTheLastLine(t *testing.T) {
	t.Parallel()
	l := richtext.Parse("<p>one</p>").Layout(richtext.Options{Width: 40, FoldKey: "v", Rest: "4.9 MB more"})
	if got, want := l.Lines(0, 9), []string{"one", "", "▸ 4.9 MB more · v unfolds"}; !slices.Equal(got, want) || l.Height() != 3 {
		t.Errorf("got %q", got)
	}
}

func FuzzPieces(f *testing.F) {
	for name, s := range corpus(f) {
		if len(s) < 4000 {
			f.Add(s, uint8(len(name)*7))
		}
	}
	f.Add("00000000000000000000000&quot", uint8(0))
	f.Fuzz(func(t *testing.T, s string, size uint8) {
		n := 8 + int(size)
		lines := whole(richtext.CutBody(s, n, n), richtext.Options{Width: 60, Unfold: true})
		for _, err := range checkSafe(lines, 60) {
			t.Fatal(err)
		}
		got, want := letters(noJoiners(undecorated.Replace(plain(lines)))), letters(noJoiners(undecorated.Replace(tokens(s))))
		if !holds(got, want) {
			t.Errorf("text lost or out of order:\n got %q\nwant %q", got, want)
		}
	})
}

// noJoiners leaves out what only counts right behind a character, which may be in the piece before where
// pieces are tiny.
func noJoiners(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\u200d' || r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0000 && r <= 0xE007F {
			return -1
		}
		return r
	}, s)
}
