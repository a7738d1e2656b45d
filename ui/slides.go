package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/keymap"
	"parley/ui/statusbar"
)

// defaultSlideTime is how long a slide stands where nobody chose.
const defaultSlideTime = 15 * time.Second

// slideshow steps through the board and some views, for a room. Between two
// steps it sends nothing to the terminal.
type slideshow struct {
	on, paused bool
	at         int      // which of the slides
	views      []string // ids; "" is the board
	timer      int      // the newest timer; earlier ones are void
	from       focus    // where the agent was
	view       string   // and in which view
}

// slideDue says that a slide has stood long enough.
type slideDue struct{ timer int }

// slideViews are the slides: the board, then the views in which there may be
// something for everybody to see, then each team's.
func (m *Model) slideViews() []string {
	out := []string{""}
	var teams []string
	for _, v := range m.desk.Views() {
		switch {
		case slices.Contains([]string{"late", "waiting", "unassigned"}, v.ID):
			out = append(out, v.ID)
		case strings.HasPrefix(v.ID, teamView):
			teams = append(teams, v.ID)
		}
	}
	slices.SortStableFunc(out[1:], func(a, b string) int { return slideRank(a) - slideRank(b) })
	return append(out, teams...)
}

// teamView is how the ids of teams' views begin.
const teamView = "team:"

func slideRank(view string) int { return slices.Index([]string{"late", "waiting", "unassigned"}, view) }

// startSlides begins the slideshow, or goes on after a pause.
func (m *Model) startSlides() tea.Cmd {
	s := &m.slides
	if s.on {
		s.paused = false
		return m.showSlide(s.at)
	}
	from := m.focus
	if from == onBoard {
		from = m.boardFrom
	}
	*s = slideshow{on: true, views: m.slideViews(), from: from, view: m.view, timer: s.timer}
	return m.showSlide(0)
}

// showSlide shows a slide and arranges the next one.
func (m *Model) showSlide(i int) tea.Cmd {
	s := &m.slides
	s.at = (i + len(s.views)) % len(s.views)
	var show tea.Cmd
	if id := s.views[s.at]; id == "" {
		show = m.openBoard()
	} else {
		show = m.showViewID(id)
	}
	m.arrange()
	if s.paused {
		return show
	}
	s.timer++
	timer := s.timer
	return tea.Batch(show, m.tick(m.slideTime, func(time.Time) tea.Msg { return slideDue{timer} }))
}

func (m *Model) onSlideDue(msg slideDue) tea.Cmd {
	if s := &m.slides; !s.on || s.paused || msg.timer != s.timer {
		return nil
	}
	return m.showSlide(m.slides.at + 1)
}

// slideKey takes a key while slides are shown. While they run every key is
// theirs, so that none does anything to a conversation by mistake.
func (m *Model) slideKey(key string) (cmd tea.Cmd, taken bool) {
	s := &m.slides
	a, _ := m.keys.Match([]keymap.Scope{keymap.Always, keymap.Slides}, []string{key})
	switch {
	case a == keymap.NextSlide && s.showing(m.focus):
		return m.showSlide(s.at + 1), true
	case a == keymap.PrevSlide && s.showing(m.focus):
		return m.showSlide(s.at - 1), true
	case a == keymap.EndSlides && s.showing(m.focus):
		return m.endSlides(), true
	case a == keymap.Slideshow && s.paused:
		return m.startSlides(), true
	case s.paused:
		return nil, false
	case a == keymap.Cancel:
		return m.endSlides(), true
	default:
		s.paused = true
		m.arrangeNews()
		return nil, true
	}
}

// showing reports whether a slide is on the screen, and not what the agent
// opened from it.
func (s *slideshow) showing(f focus) bool { return !s.paused || f == onBoard || f == onList }

// endSlides goes back to where the agent was.
func (m *Model) endSlides() tea.Cmd {
	s := m.slides
	m.slides = slideshow{timer: s.timer}
	cmd := m.showViewID(s.view)
	m.setFocus(s.from)
	return cmd
}

// forRoom reports whether the screen is for others to look at, whichever
// window its agent works in.
func (m *Model) forRoom() bool { return m.slides.on || m.focus == onBoard }

// alone reports whether the list has the screen for itself.
func (m *Model) alone() bool { return m.slides.on && m.focus == onList }

// slideHints say how the slideshow is steered, and which slide this is.
func (m *Model) slideHints() []statusbar.Hint {
	s := &m.slides
	word := fmt.Sprintf("%d of %d", s.at+1, len(s.views))
	if s.paused {
		word += ", paused"
	}
	out := []statusbar.Hint{{Key: "SLIDE", Word: word}}
	for _, b := range m.keys.Bindings(keymap.Slides) {
		switch {
		case b.Action == keymap.Slideshow && s.paused:
			out = append(out, statusbar.Hint{Key: b.Keys[0], Word: "go on"})
		case b.Hint != "":
			out = append(out, statusbar.Hint{Key: b.Keys[0], Word: b.Hint})
		}
	}
	return out
}
