package mask_test

import (
	"strings"
	"testing"

	"parley/ui/layout"
	"parley/ui/mask"
	"parley/ui/richtext"
)

// people are those of the tests.
var people = []mask.Person{
	{Name: "Ada Obi", Email: "ada.obi@lagoon-prints.example", Phone: "+44 20 7946 0958", ID: "cust-88120"},
	{Name: "Siobhán O'Neill", Email: "siobhan@ours.example", Teammate: true},
	{Name: "Marcus Bell", Email: "marcus@ours.example", Teammate: true},
	{Name: "Mark Will", Email: "mw@example.com"},
	{Name: "Li Wei"},
	{Name: "Marguerite de la Fontaine-Vauquelin"},
	{Name: "李伟"},
	{Name: "田中由紀"},
	{Name: "Иван Петров"},
	{Name: "김민지"},
	{Name: "The Long Larder", Company: true},
	{Name: "Red Shed Nursery", Company: true},
	{Name: "Kiln & Co", Company: true},
}

func on(t testing.TB) *mask.Mask {
	t.Helper()
	m := mask.New([]byte("a key"))
	m.SetLevel(mask.Names)
	m.Learn(people...)
	return m
}

func TestTextHidesWhoIsKnown(t *testing.T) {
	t.Parallel()
	m := on(t)
	for _, tt := range []struct{ text, gone string }{
		{"Hello Ada, thanks", "Ada"},
		{"hello ada!", "ada"},
		{"ADA OBI wrote", "ADA OBI"},
		{"Ada's order", "Ada"},
		{"Adas Bestellung", "Adas"},
		{"Ask Siobhan or Siobhán", "Siobh"},
		{"Ms O’Neill called", "Neill"},
		{"see AdaObi_passport.pdf", "Ada"},
		{"invoice-ada-obi.pdf", "ada"},
		{"adaobi on chat", "adaobi"},
		{"Marguerite de la Fontaine-Vauquelin", "Fontaine"},
		{"Li said so", "Li "},
		{"你好李伟，谢谢", "李伟"},
		{"由紀さん、こんにちは", ""},
		{"田中由紀様", "田中由紀"},
		{"민지씨 안녕하세요", "민지"},
		{"Передайте Ивану Петрову", "Иван"},
		{"We at the Long Larder", "Larder"},
		{"the Red Shed Nursery team", "Shed"},
		{"Kiln closed", "Kiln"},
		{"Lagoon Prints ordered", "Lagoon"},
		{"write to ada.obi@lagoon-prints.example.", "ada.obi@"},
		{"or x.y+tag@mail.somewhere.co.uk now", "somewhere"},
		{"call +44 20 7946 0958", "7946"},
		{"call (030) 1234-5678", "1234-5678"},
		{"my card 4111 1111 1111 1111", "4111"},
		{"card 5500000000000004!", "5500000000000004"},
		{"IBAN DE89 3704 0044 0532 0130 00", "3704"},
		{"id cust-88120", "88120"},
		{"https://lagoon-prints.example/orders", "lagoon"},
		{"https://shop.example/u/jdoe?mail=j%40doe.example#a=1", "jdoe"},
		{"http://joe:secret@shop.example/x", "secret"},
		{"Best,\nTomasz", "Tomasz"},
		{"Hi Marta, it works", "Marta"},
	} {
		got := m.Text(tt.text)
		if tt.gone != "" && strings.Contains(got, tt.gone) {
			t.Errorf("Text(%q) = %q still says %q", tt.text, got, tt.gone)
		}
		if a, b := layout.Widest(tt.text), layout.Widest(got); a != b {
			t.Errorf("Text(%q) = %q takes %d cells in place of %d", tt.text, got, b, a)
		}
		if again := m.Text(got); again != got {
			t.Errorf("Text(%q) = %q, and again %q", tt.text, got, again)
		}
	}
}

func TestTextLeavesTheRest(t *testing.T) {
	t.Parallel()
	m := on(t)
	for _, text := range []string{
		"Where is order 44118812? Due 2026-03-03 10:00, 12.04.2026 or 3/4/2026.",
		"conversation 215470000000017 part 30418000012",
		"we will mark the long list and shed light on the red one",
		"version 10.2.33.4 and 1 234 567 pieces, 3.50 to 12.75",
		"https://stripe.com/docs/billing and https://www.dhl.com/track",
		"Hi there, hello everyone, thanks a lot",
		"Canada, adaptive, Obispo",
		"ours is ours",
	} {
		if got := m.Text(text); got != text {
			t.Errorf("Text(%q) = %q", text, got)
		}
	}
}

func TestLineLeavesOurOwnWords(t *testing.T) {
	t.Parallel()
	m := on(t)
	if got, want := m.Line("U Mark unread   Will you?", layout.Measure{}), "U Mark unread   Will you?"; got != want {
		t.Errorf("Line = %q", got)
	}
	if got := m.Line("assigned to Mark Will", layout.Measure{}); strings.Contains(got, "Will") {
		t.Errorf("Line = %q names him", got)
	}
	if got := m.Typed("Hi Mark, ", layout.Measure{}); strings.Contains(got, "Mark") {
		t.Errorf("Typed = %q names him", got)
	}
	if got := m.Line("Refund for Sioba… and Margue…", layout.Measure{}); strings.Contains(got, "Margue") || !strings.Contains(got, "Sioba…") {
		t.Errorf("Line = %q", got)
	}
}

func TestLineKeepsStyles(t *testing.T) {
	t.Parallel()
	m := on(t)
	got := m.Line("\x1b[1mA\x1b[31mda Ob\x1b[0mi \x1b]8;id=1;https://lagoon-prints.example/x\x1b\\here\x1b]8;;\x1b\\", layout.Measure{})
	name := m.Text("Ada Obi")
	want := "\x1b[1m" + name[:1] + "\x1b[31m" + name[1:6] + "\x1b[0m" + name[6:] + " \x1b]8;id=1;" +
		m.Link("https://lagoon-prints.example/x") + "\x1b\\here\x1b]8;;\x1b\\"
	if got != want {
		t.Errorf("Line = %q, want %q", got, want)
	}
	if strings.Contains(got, "lagoon") {
		t.Errorf("the target of the link is left: %q", got)
	}
}

func TestPseudonymsAreStableAndTheWorkspacesOwn(t *testing.T) {
	t.Parallel()
	a, b := on(t), mask.New([]byte("a key"))
	b.SetLevel(mask.Names)
	if x, y := a.Name("Ada Obi"), b.Name("ada OBI"); !strings.EqualFold(x, y) {
		t.Errorf("%q in one session, %q in another", x, y)
	}
	c := mask.New([]byte("another key"))
	c.SetLevel(mask.Names)
	if x, y := a.Name("Siobhán Lindqvist"), c.Name("Siobhán Lindqvist"); x == y {
		t.Errorf("both workspaces say %q", x)
	}
	if x, y := a.Name("Ada Obi"), a.Email("ada.obi@lagoon-prints.example"); !strings.HasPrefix(y, strings.ToLower(strings.ReplaceAll(x, " ", "."))) {
		t.Errorf("%s has the address %s", x, y)
	}
	if got := a.Email("ada.obi@lagoon-prints.example"); !strings.HasSuffix(got, ".test") || len(got) != 29 {
		t.Errorf("Email = %q", got)
	}
	if got := a.Phone("+44 20 7946 0958"); !strings.HasPrefix(got, "+99 9") {
		t.Errorf("Phone = %q", got)
	}
	if got := a.Text("4111 1111 1111 1111"); !strings.HasPrefix(got, "9") {
		t.Errorf("card = %q", got)
	}
}

func TestPseudonymIsNobodysName(t *testing.T) {
	t.Parallel()
	m := on(t)
	first := m.Name("Ada")
	m.Learn(mask.Person{Name: first})
	if again := m.Name("Ada"); again == first {
		t.Errorf("Ada is %q, which is the name of somebody else", again)
	}
	if got := m.Name(first); got == first {
		t.Errorf("%q is shown by their own name", first)
	}
}

func TestOffAndBlurred(t *testing.T) {
	t.Parallel()
	var none *mask.Mask
	if got := none.Text("Ada Obi"); got != "Ada Obi" || none.On() {
		t.Errorf("no mask says %q", got)
	}
	m := on(t)
	m.SetLevel(mask.Off)
	if got := m.Line("Ada Obi", layout.Measure{}); got != "Ada Obi" {
		t.Errorf("a mask that is off says %q", got)
	}
	m.SetLevel(mask.Blurred)
	if got, want := m.Body("Hé, ok 漢 👍!\nYou?"), "░░, ░░ ░░ ░░!\n░░░?"; got != want {
		t.Errorf("Body = %q, want %q", got, want)
	}
	if got, want := m.HTML(`<p>Hi <a href="https://x.example/1">there</a></p>`), `<p>░░ <a>░░░░░</a></p>`; got != want {
		t.Errorf("HTML = %q, want %q", got, want)
	}
	if got := m.Text("A refund"); got != "A refund" {
		t.Errorf("Text = %q", got)
	}
	if got, want := m.Typed("\x1b[1mHi\x1b[0m you", layout.Measure{}), "\x1b[1m░░\x1b[0m ░░░"; got != want {
		t.Errorf("Typed = %q, want %q", got, want)
	}
}

func TestHTML(t *testing.T) {
	t.Parallel()
	m := on(t)
	in := `<p>Hi <b>Ada</b> O&#98;i &amp; co, <a href="mailto:ada@x.example" onclick="x">ada@x.example</a>` +
		`<br/><img src="https://lagoon-prints.example/a.png" alt="Ada"></p><script>Ada</script><!-- Ada -->`
	got := m.HTML(in)
	for _, gone := range []string{"Ada", "Obi", "ada@x", "lagoon", "script", "onclick", "<!--"} {
		if strings.Contains(got, gone) {
			t.Errorf("HTML = %q still has %q", got, gone)
		}
	}
	for _, kept := range []string{"<p>", "<b>", "&amp; co", "<br/>", `href="mailto:`, "</p>"} {
		if !strings.Contains(got, kept) {
			t.Errorf("HTML = %q has lost %q", got, kept)
		}
	}
}

func TestReveal(t *testing.T) {
	t.Parallel()
	m := on(t)
	const link = "https://lagoon-prints.example/orders/77120?key=abc"
	masked := m.Link(link)
	if masked == link || m.Reveal(masked) != link {
		t.Errorf("Link = %q, which leads to %q", masked, m.Reveal(masked))
	}
	if got := m.Reveal("https://elsewhere.example"); got != "https://elsewhere.example" {
		t.Errorf("Reveal = %q", got)
	}
}

func TestExcerptMovesItsMarks(t *testing.T) {
	t.Parallel()
	m := on(t)
	text := "Siobhán charged Ada twice"
	got, marks := m.Excerpt(text, [][2]int{{strings.Index(text, "charged"), strings.Index(text, " Ada")}})
	if len(marks) != 1 || got[marks[0][0]:marks[0][1]] != "charged" {
		t.Errorf("Excerpt = %q with %v", got, marks)
	}
}

// TestPiecesAreMaskedAsTheWhole cuts long bodies, with and without tags, where
// a name could be cut in two.
func TestPiecesAreMaskedAsTheWhole(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]string{
		"tags": "<p>Hi Xaver,</p><p>Ada Obi of <b>Lagoon</b> Prints wrote, call +44 20 7946 0958.</p><ul><li>Marguerite</li></ul>",
		"text": "Hi Xaver, it is Ada Obi of Lagoon Prints. Write to ada.obi@lagoon-prints.example or call +44 20 7946 0958 now!\nBest,\nSiobhán O’Neill ",
		"log":  "<br>2026-03-03 user=Ada Obi ip=10.0.0.1",
	} {
		m := on(t)
		body := strings.Repeat(s, 400_000/len(s))
		var got strings.Builder
		b := richtext.NewBody(body)
		for i := 0; b.Has(i); i++ {
			got.WriteString(b.Piece(i, m.HTML).Text() + "\n")
		}
		want := richtext.Parse(m.HTML(body)).Text()
		if strings.Join(strings.Fields(got.String()), " ") != strings.Join(strings.Fields(want), " ") || b.Len() < 5 {
			t.Errorf("%s: %d pieces are masked otherwise than the whole", name, b.Len())
		}
	}
}
