package board_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
	"parley/keymap"
	"parley/ui/board"
	"parley/ui/layout"
	"parley/ui/pane"
	"parley/ui/theme"
)

var now = time.Date(2026, time.November, 17, 11, 30, 0, 0, time.UTC)

func env(t testing.TB, name string) *pane.Env {
	th, err := theme.New(name)
	if err != nil {
		t.Fatal(err)
	}
	return &pane.Env{Theme: th, Now: func() time.Time { return now }}
}

func figure(n, before int64) desk.Figure {
	return desk.Figure{N: api.Num(n), Source: desk.SourceCounted, Before: api.Num(before)}
}

// full is a board on which everything is known.
func full() desk.Board {
	b := desk.Board{
		At: now, SyncedAt: now.Add(-3 * time.Minute),
		Open:   desk.Coverage{Held: 60, Of: api.Num(3400), ReadAt: now},
		Recent: desk.Coverage{Held: 140, Of: api.Num(140), ReadAt: now},
		Queue: desk.BoardQueue{
			Open: figure(1042, 1046), Unassigned: figure(7, 6), Waiting: figure(18, 18), Snoozed: figure(9, 4), Reopened: figure(2, 1),
			Late:          desk.Figure{N: api.Num(3), Source: desk.SourceEstimate, Before: api.Num(1)},
			DueWithinHour: desk.Figure{N: api.Num(0), Source: desk.SourceEstimate},
			OpenedToday:   figure(12, 0), ClosedToday: figure(9, 0),
		},
		Oldest: &desk.Waiting{ID: "215470000000017", Since: now.Add(-52 * time.Hour), Contact: "Kofi Mensah", Assignee: "Ana Sousa", Team: "Billing"},
		Replies: desk.Replies{
			FirstToday: desk.Median{Seconds: api.Num(360), Over: 23}, First: desk.Median{Seconds: api.Num(4380), Over: 96},
			All: desk.Median{Seconds: api.Num(50), Over: 90},
		},
		Ratings: desk.Ratings{Scores: [5]int{1, 0, 2, 5, 12}},
		Teammates: []desk.Load{
			{ID: "1", Name: "Ana Sousa", Listed: true, Open: 12, Waiting: 4, Late: 2, Closed: 5},
			{ID: "2", Name: "Jonas Lindqvist", Listed: true, Away: true, Open: 3},
			{ID: "3", Name: "Priya Raman", Listed: true},
			{ID: "9", Name: "admin 9", Closed: 2},
			{ID: "10", Name: "admin 10", Open: 1, Closed: 1},
			{Open: 4, Waiting: 4, Late: 1},
		},
		Teams: []desk.Load{{ID: "7", Name: "Billing", Listed: true, Open: 9}, {Open: 11}},
		Waits: []desk.Bucket{{Below: time.Hour, N: 7}, {Below: 4 * time.Hour, N: 3}, {Below: 8 * time.Hour}, {Below: 24 * time.Hour, N: 4}, {Below: 72 * time.Hour, N: 2}, {N: 2}},
		Since: &desk.Since{At: now.Add(-24 * time.Hour), Opened: api.Num(12), Closed: api.Num(16)},
	}
	for i := range desk.BoardDays {
		b.Days = append(b.Days, desk.Day{Date: now.AddDate(0, 0, i-desk.BoardDays+1), Opened: i, Closed: 2 * i % 7})
	}
	return b
}

// hostile is full of names that try to get out.
func hostile() desk.Board {
	b := full()
	names := []string{"\x1b]52;c;eA==\x07\x1b[31mRed", "登录失败登录失败登录失败登录失败", "👨‍👩‍👧‍👦👍🏿❤️🇵🇹", "a\u202Eb\u0007\u009dc", "| **x** | <b>`_", strings.Repeat("very long ", 30)}
	for i := range b.Teammates {
		b.Teammates[i].Name, b.Teammates[i].Listed = names[i%len(names)], true
	}
	b.Teams[0].Name = "\r\nline\u2028two\t"
	b.Oldest.Contact, b.Oldest.Assignee, b.Oldest.Team = names[0], names[2], names[3]
	b.Queue.Open = figure(1<<40, -5)
	return b
}

func empty() desk.Board {
	b := desk.Board{At: now}
	for i := range desk.BoardDays {
		b.Days = append(b.Days, desk.Day{Date: now.AddDate(0, 0, i-desk.BoardDays+1)})
	}
	return b
}

func boards() map[string]desk.Board {
	zero := empty()
	zero.Queue.Open, zero.Queue.Waiting, zero.SyncedAt = figure(0, 0), figure(0, 0), now
	return map[string]desk.Board{"full": full(), "hostile": hostile(), "nothing known": empty(), "nothing there": zero, "no days": {At: now}}
}

// check looks at each line: not too wide, nothing that drives a terminal, and
// no blanks at its end.
func check(t testing.TB, what string, lines []string, w int) {
	t.Helper()
	for _, l := range lines {
		if got := layout.Widest(l); got > w {
			t.Fatalf("%s: %d cells, want at most %d: %q", what, got, w, l)
		}
		for _, r := range ansi.Strip(l) {
			if !safetext.Printable(r) {
				t.Fatalf("%s: %U in %q", what, r, l)
			}
		}
	}
}

func TestEveryWidthAndTheme(t *testing.T) {
	t.Parallel()
	for _, name := range theme.Names() {
		for what, b := range boards() {
			step := 1
			if name != "dark" {
				step = 23
			}
			for w := 1; w <= 220; w += step {
				for _, large := range []bool{false, true} {
					check(t, fmt.Sprintf("%s in %s, %d cells", what, name, w), board.Draw(env(t, name), b, w, large), w)
				}
			}
		}
	}
}

func TestThePaneFillsItsPlace(t *testing.T) {
	t.Parallel()
	for what, b := range boards() {
		p := board.New(env(t, "dark"))
		for _, size := range [][2]int{{38, 8}, {78, 20}, {118, 36}, {198, 46}, {158, 20}} {
			p.SetSize(size[0], size[1])
			for _, a := range []keymap.Action{keymap.Down, keymap.PageDown, keymap.Last, keymap.Up, keymap.PageUp, keymap.First} {
				if _, ok := p.Do(a); !ok {
					t.Errorf("%s does nothing", a)
				}
				lines := strings.Split(p.View(), "\n")
				if len(lines) != size[1] {
					t.Fatalf("%s: %d lines, want %d", what, len(lines), size[1])
				}
				check(t, what, lines, size[0])
			}
			p.Show(b)
		}
	}
}

// plain returns the words of a board, gaps folded.
func plain(b desk.Board, w int) string {
	e := &pane.Env{Theme: theme.Default(), Now: func() time.Time { return now }}
	return strings.Join(strings.Fields(ansi.Strip(strings.Join(board.Draw(e, b, w, false), "\n"))), " ")
}

func TestTheBoardSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	got := plain(full(), 50)
	for _, want := range []string{
		"open 1042 −4", "unassigned 7 +1", "late 3 est +2", "waiting 18 ±0", "due <1h 0", "new today 12", "closed today 9",
		"Longest wait 2d 4h: Kofi Mensah, with Ana Sousa > Billing", "Since the standup of Mon 16 Nov 11:30: 12 opened, 16 closed.",
		"first reply 6m (23) 1h 13m (96)", "all replies none 50s (90)", "mean 4.3 of 20", "5 ★", "12", ">3d",
		"Ana Sousa 12 4 2 5", "Jonas Lindqvist (away) 3 · · ·", "others 1 · · 3", "nobody 4 4 1 ·", "1 more has nothing open",
		"Billing 9", "no team 11", "60 of 3400 open and all 140 that changed within 14 days; read 3m ago", "est: worked out",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in:\n%s", want, got)
		}
	}
	got = plain(empty(), 50)
	for _, wrong := range []string{"open 0", "late", "Ratings", "Reply times, medians", "Team", "Longest", "Opened and closed, 14"} {
		if strings.Contains(got, wrong) {
			t.Errorf("%q is not known, and said:\n%s", wrong, got)
		}
	}
}

func TestTheTitleTellsTheAge(t *testing.T) {
	t.Parallel()
	p := board.New(env(t, "none"))
	p.SetSize(80, 5)
	p.Show(full())
	if left, right := p.Title(); left != "Standup · Tue 17 Nov 11:30" || !strings.HasSuffix(right, " below · read 3m ago") {
		t.Errorf("title: %q %q", left, right)
	}
	p.Failed("The disk is full.")
	if !strings.Contains(p.View(), "1042") {
		t.Error("figures that were there are gone")
	}
}

func TestSpoken(t *testing.T) {
	t.Parallel()
	got := strings.Join(board.Spoken(full(), now), "\n")
	for _, want := range []string{
		"Standup, Tuesday 17 November 2026 11:30.\n", "\nOpen: 1042, 4 fewer than at the last standup.\n", "\nLate: 3 est, 2 more than at the last standup.\n",
		"Longest wait: 2d 4h, Kofi Mensah, with Ana Sousa, team Billing.", "\nTeammate Ana Sousa: 12 open, 4 waiting, 2 late, 5 closed today.\n",
		"Teammate Jonas Lindqvist, away: ", "\nFirst reply, median today: 6m, over 23.\n", "mean 4.3 of 5, over 20.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in:\n%s", want, got)
		}
	}
	for what, b := range boards() {
		lines := board.Spoken(b, now)
		check(t, what, lines, 2000)
		if strings.ContainsAny(strings.Join(lines, ""), "±−│█★") {
			t.Errorf("%s: signs that are not read out: %q", what, lines)
		}
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	got := board.Markdown(full(), now)
	for _, want := range []string{
		"## Standup, Tuesday 17 November 2026 11:30\n", "| open | **1042** | −4 |", "| late | **3 est** | +2 |",
		"Longest wait: **2d 4h**, Kofi Mensah, with Ana Sousa \\> Billing (conversation 215470000000017).",
		"| Ana Sousa | 12 | 4 | 2 | 5 |", "| Jonas Lindqvist (away) |", "| first reply | 6m (23) | 1h 13m (96) |",
		"| Tue 17 Nov | 13 | 5 |", "| \\>3d | 2 |", "mean **4.3** of 20 (5★ 12, 4★ 5, 3★ 2, 2★ 0, 1★ 1)",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in:\n%s", want, got)
		}
	}
	for line := range strings.Lines(board.Markdown(hostile(), now)) {
		line = strings.TrimSuffix(line, "\n")
		check(t, "Markdown", []string{line}, 1000)
		if strings.HasPrefix(line, "|") && strings.Contains(line, "<b>") || strings.Contains(line, " **x** ") {
			t.Errorf("a name became markup: %s", line)
		}
	}
	for what, b := range boards() {
		if !strings.HasPrefix(board.Markdown(b, now), "## Standup") {
			t.Errorf("%s: no title", what)
		}
	}
}

// FuzzDraw makes boards of any numbers and names.
func FuzzDraw(f *testing.F) {
	f.Add([]byte{}, "Ana", uint16(80))
	f.Add([]byte("0123456789abcdefghijklmnopqrstuvwxyz"), "\x1b[2J登👨‍👩‍👧", uint16(41))
	f.Add([]byte("0"), "\x00", uint16(160))
	f.Add([]byte(strings.Repeat("\xff", 200)), "| a |\n", uint16(160))
	f.Fuzz(func(t *testing.T, numbers []byte, name string, w uint16) {
		next := func() int64 {
			var b [8]byte
			n := copy(b[:], numbers)
			numbers = numbers[n:]
			return int64(binary.LittleEndian.Uint64(b[:]))
		}
		b := full()
		q := &b.Queue
		for _, fig := range []*desk.Figure{&q.Open, &q.Late, &q.Waiting, &q.Snoozed, &q.OpenedToday} {
			*fig = figure(next(), next())
		}
		b.Replies.First.Seconds, b.Replies.All.Over = api.Num(next()), int(next())
		for i := range b.Days {
			b.Days[i].Opened, b.Days[i].Closed = int(uint32(next())), int(uint32(next()))
		}
		for i := range b.Waits {
			b.Waits[i].N = int(uint32(next()))
		}
		for i := range b.Teammates {
			b.Teammates[i].Name, b.Teammates[i].Open, b.Teammates[i].Late = name, int(next()), int(next())
		}
		b.Oldest.Contact, b.Oldest.Since = name, now.Add(-time.Duration(next()))
		width := int(w%300) + 1
		check(t, "drawn", board.Draw(env(t, "dark"), b, width, w%2 == 0), width)
		board.Markdown(b, now)
	})
}
