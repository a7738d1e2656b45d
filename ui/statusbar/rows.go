package statusbar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/layout"
	"parley/ui/mask"
	"parley/ui/pane"
)

// Top draws the queue: the workspace, the view, and how much there is to do.
func Top(env *pane.Env, s desk.Status, view string, w int) string {
	t := env.Theme
	left, right := &row{env: env}, &row{env: env}
	name := s.Identity.App.Name
	if name == "" {
		name = "parley"
	}
	left.add(0, t.BarAccent, name)
	left.add(1, t.BarStrong, view)
	count := func(r *row, rank int, style lipgloss.Style, label string, n api.Number) {
		if v, ok := n.Get(); ok {
			r.add(rank, style, fmt.Sprintf("%s %d", label, v))
		}
	}
	q := s.Queue
	count(left, 3, t.Bar, "open", q.Open)
	count(left, 4, t.Bar, "unassigned", q.Unassigned)
	if n, ok := q.Late.Get(); ok && n > 0 {
		left.add(2, t.BarBad, fmt.Sprintf("LATE %d", n)+est(q.LateEst))
	}
	if n, ok := q.DueWithinHour.Get(); ok { // the API gives no deadline
		left.add(5, t.Bar, fmt.Sprintf("due<1h %d", n)+est(true))
	}
	if d, ok := q.MedianReply.Duration(); ok {
		right.add(7, t.BarDim, "median reply "+pane.Span(d))
	}
	count(right, 6, t.BarDim, "closed today", q.ClosedToday)
	if env.Slow {
		right.add(1, t.BarDim, "slow line")
	}
	if s.ReadOnly {
		right.add(0, t.BarWarn, "READ ONLY")
	}
	switch env.Mask.Level() {
	case mask.Names:
		right.add(0, t.BarWarn, "MASK")
	case mask.Blurred:
		right.add(0, t.BarWarn, "MASK, blurred")
	}
	return bar(left, right, w)
}

// est marks a figure that was computed here.
func est(yes bool) string {
	if yes {
		return " est"
	}
	return ""
}

// Hint is a key and the word for what it does.
type Hint struct {
	Key, Word string
	Help      bool // it leads to all the others
	Next      bool // it ends a sequence that was begun
}

// begun reports whether a sequence of keys is waiting for the next one: who
// acts, and when it was synced, can wait for as long.
func begun(hints []Hint) bool { return len(hints) > 0 && hints[0].Next }

// System draws what the desk is doing, who acts, and the keys at hand. A
// notice takes the left side while it stands. What is wrong and too long for
// the row is returned as rows of its own, no more of them than most.
func System(env *pane.Env, s desk.Status, notice Notice, hints []Hint, w, most int) (above []string, line string) {
	t := env.Theme
	now := env.Now()
	s, notice = env.Mask.Status(s), masked(env, notice)
	word, style := news(env, s, notice)
	wrapped, left, right := system(env, s, notice, hints, w)
	if len(wrapped) > 0 && most > 0 {
		for i, l := range wrapped[:min(len(wrapped), most)] {
			if i == most-1 && len(wrapped) > most {
				l = layout.Cut(l+" "+wrapped[most], w-2)
			}
			pad := strings.Repeat(" ", max(w-1-env.Measure.Width(l), 0))
			above = append(above, t.Bar.Render(" ")+style.Render(l)+t.Bar.Render(pad))
		}
		word = ""
	}
	switch {
	case word != "":
		left.segs = slices.Insert(left.segs, 0, segment{text: word, style: style})
		left.squeeze(w - 2 - right.kept())
	case len(above) == 0 && !s.SyncedAt.IsZero() && !begun(hints):
		left.segs = slices.Insert(left.segs, 0, segment{text: "synced " + synced(now.Sub(s.SyncedAt)), style: t.BarDim, rank: 6})
	}
	return above, bar(left, right, w)
}

// NewsRows returns how many rows System would like above the last one.
func NewsRows(env *pane.Env, s desk.Status, notice Notice, hints []Hint, w int) int {
	wrapped, _, _ := system(env, env.Mask.Status(s), masked(env, notice), hints, w)
	return len(wrapped)
}

// masked hides whom a notice names.
func masked(env *pane.Env, n Notice) Notice {
	n.Text = env.Mask.Line(n.Text, env.Measure)
	return n
}

// system collects the last row without the news, and breaks into lines what is
// wrong, if it does not fit there.
func system(env *pane.Env, s desk.Status, notice Notice, hints []Hint, w int) (wrapped []string, left, right *row) {
	t := env.Theme
	left, right = &row{env: env}, &row{env: env}
	now := env.Now()
	left.add(0, t.BarWarn, outbox(env, s.Outbox, now))
	if s.Drafts > 0 {
		left.add(0, t.Bar, pane.Count(s.Drafts, "draft"))
	}
	if s.RateLimit.Known && s.RateLimit.Remaining == 0 && s.RateLimit.Reset.After(now) {
		left.add(2, t.BarWarn, "rate limit, "+fmt.Sprintf("%ds", int(s.RateLimit.Reset.Sub(now).Seconds())+1))
	}
	if s.Identity.Admin.Name != "" && !begun(hints) {
		left.add(5, t.BarDim, "as "+s.Identity.Admin.Name)
	}
	text, bad := wrong(s, notice)
	room := w - 2 - left.kept()
	if text != "" && !bad {
		room -= min(layout.Widest(text), 24)
	}
	for i, h := range hints {
		rank, word := 10+i, h.Key+" "+h.Word
		switch n := layout.Widest(word); {
		case (i == 0 || h.Help && text == "") && n <= room: // the way on, and to all others, comes before who acts and when it was synced
			rank, room = 0, room-n-len(between)
		case h.Help:
			rank = 9
		}
		right.add(rank, t.BarStrong, word)
	}
	if bad && layout.Widest(text)+left.kept() > w-2-right.kept() {
		wrapped = strings.Split(layout.Wrap(text, max(w-2, 1)), "\n")
	}
	return wrapped, left, right
}

// wrong returns what the news are, and whether they say that something is
// wrong.
func wrong(s desk.Status, n Notice) (text string, bad bool) {
	if n.Text != "" {
		return n.Text, n.Bad
	}
	return s.Problem, s.Problem != ""
}

// news is what the row begins with when there is something to say: a notice
// while it stands, or what is wrong.
func news(env *pane.Env, s desk.Status, n Notice) (string, lipgloss.Style) {
	text, bad := wrong(s, n)
	if bad {
		return text, env.Theme.BarBad
	}
	return text, env.Theme.BarAccent
}

// Notice is a passing word to the agent.
type Notice struct {
	Text string
	Bad  bool
}

func synced(d time.Duration) string {
	if d < time.Minute {
		return "just now"
	}
	return pane.Span(d) + " ago"
}

// outbox says what is on its way, and what can still be taken back.
func outbox(env *pane.Env, entries []desk.Entry, now time.Time) string {
	if len(entries) == 0 {
		return ""
	}
	asking := 0
	for _, e := range entries {
		if e.Asking {
			asking++
		}
	}
	words := fmt.Sprintf("outbox %d", len(entries))
	if asking > 0 {
		return words + " (" + pane.Joined(": ", needs(asking), env.Key(keymap.Global, keymap.Outbox)) + ")"
	}
	for _, e := range entries {
		if e.Undoable && e.NotBefore.After(now) {
			left := ""
			if !env.Slow { // a figure would be written anew every second
				left = fmt.Sprintf("%ds", pane.Countdown(e.NotBefore.Sub(now)))
			}
			return words + " (" + pane.Joined(" ", left, env.KeyDoes(keymap.Global, keymap.Undo, "undo")) + ")"
		}
	}
	return words
}

func needs(n int) string {
	if n == 1 {
		return "1 needs you"
	}
	return fmt.Sprintf("%d need you", n)
}
