package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"parley/ui/uitest"
)

// testCard shows one of everything a picture may have to show.
type testCard struct {
	clock *uitest.Clock
	typed string
	late  bool
	dark  bool
}

type wokeUp time.Time

func openTestCard(t uitest.TB, _ Scene) (tea.Model, *uitest.Clock) {
	clock := uitest.NewClock(time.Date(2026, time.March, 3, 9, 0, 0, 0, time.UTC))
	t.Cleanup(func() {})
	return &testCard{clock: clock}, clock
}

func (c *testCard) Init() tea.Cmd {
	return c.clock.Tick(time.Minute, func(t time.Time) tea.Msg { return wokeUp(t) })
}

func (c *testCard) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		c.typed += msg.Text
	case tea.BackgroundColorMsg:
		c.dark = msg.IsDark()
	case wokeUp:
		c.late = true
	}
	return c, nil
}

func (c *testCard) View() tea.View {
	s := lipgloss.NewStyle()
	lines := []string{
		"╭─ Refund for order 4411 ──┬──╮ ┏━━┓ ▁▂▃▄▅▆▇█",
		"│ Ada Obi      │ LATE 18m  │  │ ┃  ┃ ░▒▓█▉▊▋▌▍▎▏",
		"├──────────────┼───────────┤  │ ┗━━┛ ▖▗▘▙▚▛▜▝▞▟",
		"╰──────────────┴───────────┴──╯ ┝┿┥╂ ▀▄▌▐ ⠋⠙⠹",
		"登录失败。 ログイン 로그인 é ✓ ● ▲ → … 😀",
		s.Bold(true).Render("bold") + " " + s.Italic(true).Render("italic") + " " + s.Underline(true).Render("under line") + " " +
			s.Strikethrough(true).Render("gone") + " " + s.Faint(true).Render("faint") + " " + s.Reverse(true).Render(" reverse "),
		s.Foreground(lipgloss.Color("#7aa2f7")).Render("colour") + s.Background(lipgloss.Color("#5f0000")).Render(" on colour 登 ") + " <&>",
		"> " + c.typed,
	}
	if c.late {
		lines = append(lines, "a minute later")
	}
	v := tea.NewView(strings.Join(lines, "\n"))
	v.WindowTitle = "parley"
	v.Cursor = tea.NewCursor(2+len(c.typed), 7)
	return v
}

func card() Scene {
	return Scene{
		Name: "card", W: 48, H: 10, Open: openTestCard,
		Keys: "text:hello\nadvance 90s\nwait a minute later",
	}
}

func TestTestCard(t *testing.T) {
	t.Parallel()
	for _, light := range []bool{false, true} {
		scene := card()
		scene.Light = light
		first, err := shoot(t.Context(), scene)
		if err != nil {
			t.Fatal(err)
		}
		second, err := shoot(t.Context(), scene)
		if err != nil {
			t.Fatal(err)
		}
		for i := range first {
			if !bytes.Equal(first[i].content, second[i].content) {
				t.Errorf("%s differs from one time to the next", first[i].name)
			}
		}
		svg := string(first[0].content)
		for _, want := range []string{"hello<", ">登<", ">a minute later<", "&lt;&amp;&gt;", `font-weight="bold"`, `fill="#7aa2f7"`} {
			if !strings.Contains(svg, want) {
				t.Errorf("the SVG lacks %s", want)
			}
		}
		wellFormed(t, svg)
		img, err := png.Decode(bytes.NewReader(first[1].content))
		if err != nil {
			t.Fatal(err)
		}
		if size := img.Bounds().Size(); size.X != (48*9+24)*2 || size.Y != (10*18+42)*2 {
			t.Errorf("the PNG is %v", size)
		}
		look := darkLook
		if light {
			look = lightLook
		}
		// The last row is empty, but for the look.
		if got := solid(img.At(img.Bounds().Dx()/2, (30+18*9+9)*2)); got != look.bg {
			t.Errorf("the background is %v, want %v", got, look.bg)
		}
	}
}

func wellFormed(t *testing.T, doc string) {
	t.Helper()
	for dec := xml.NewDecoder(strings.NewReader(doc)); ; {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// stamp is the card cut small, for tests that need many pictures.
func stamp() Scene {
	s := card()
	s.W, s.H = 16, 9
	return s
}

func TestCheckFindsDrift(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	use := func(scenes []Scene, args ...string) error {
		return run(t.Context(), scenes, append([]string{"-dir", dir}, args...), io.Discard)
	}
	want := func(what string, err error, text string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: got %v, want %q", what, err, text)
		}
	}
	want("before the first picture", use([]Scene{stamp()}, "-check"), "card.svg is missing")
	if err := use([]Scene{stamp()}); err != nil {
		t.Fatal(err)
	}
	if err := use([]Scene{stamp()}, "-check"); err != nil {
		t.Errorf("right after making them: %v", err)
	}
	changed := stamp()
	changed.Keys = "text:hullo\nadvance 90s\nwait a minute later"
	want("after a change", use([]Scene{changed}, "-check"), "card.svg no longer shows the program")
	want("after a change", use([]Scene{changed}, "-check"), "card.png no longer shows the program")
	want("after a scene went", use(nil, "-check"), "card.svg belongs to no scene")
	want("an unknown scene", use([]Scene{stamp()}, "-check", "cart"), `no scene "cart"`)
	if err := os.WriteFile(filepath.Join(dir, "card.png"), []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	want("a torn picture", use([]Scene{stamp()}, "-check"), "not a picture any more")
}

func TestScenesThatFail(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"entre":       "unknown key",
		"advance 9":   "missing unit",
		"text:\u0e01": "no font here has 'ก'",
	} {
		scene := card()
		scene.Keys = keys
		if _, err := shoot(t.Context(), scene); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", keys, err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	cleaned := false
	scene := card()
	scene.Open = func(t uitest.TB, s Scene) (tea.Model, *uitest.Clock) {
		t.Cleanup(func() { cleaned = true })
		if err := t.Context().Err(); err != nil {
			t.Fatalf("open the program: %v", err)
		}
		return openTestCard(t, s)
	}
	if _, err := shoot(ctx, scene); err == nil || !strings.Contains(err.Error(), "open the program") || !cleaned {
		t.Errorf("a program that does not open: got %v, cleaned up %v", err, cleaned)
	}
}

// FuzzSVG draws cells with any text and expects a document that parses.
func FuzzSVG(f *testing.F) {
	for _, seed := range []string{"a", "<", "登", "\x00", "\xff", "│", "👍🏿", "]]>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := cell{text: text, width: 1, fg: darkLook.fg, bg: darkLook.bg}
		svg, err := drawSVG(frame{w: 1, h: 1, rows: [][]cell{{c}}, look: darkLook, title: text})
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, string(svg))
	})
}
