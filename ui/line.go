package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"parley/ui/theme"
)

// Line is what lies between the program and the terminal.
type Line struct {
	// Spare says whether as little as possible is written: LineOn and LineOff
	// settle it, anything else leaves it to how long the terminal takes to
	// answer.
	Spare string
	// AskModes says that the terminal was not asked yet whether it shows whole
	// frames at once and counts grapheme clusters.
	AskModes bool
	// Glyphs draws what the terminal's font lacks, cell by cell; nil: it has
	// everything.
	Glyphs *strings.Replacer
	// Light says that the terminal is taken for light until it answers.
	Light bool
	// Pace hears whether the line is slow: fewer frames then.
	Pace func(slow bool)
	// Now measures; nil is the machine's clock.
	Now func() time.Time
}

// The choices of Line.Spare.
const (
	LineOn  = "on"
	LineOff = "off"
)

const (
	// slowScreen is how long the first screen may take to arrive, and the
	// answer to the question behind it to come back. A line that needs longer
	// is asked again; one that needs more than slowestScreen is slow, however
	// fast it answers when nothing else is on it.
	slowScreen    = 400 * time.Millisecond
	slowestScreen = 1500 * time.Millisecond
	// slowAnswer is how long an answer alone may take.
	slowAnswer = 250 * time.Millisecond
	// modernClass is the class of terminals, as they name it themselves, from
	// which all of them understand to be asked about modes: older ones may
	// print a part of the question.
	modernClass = 60
)

// measuring is where the measurement of the line stands.
type measuring struct {
	asked time.Time // zero: nobody was asked
	again bool      // this is the second question
}

// probe asks the terminal who it is, behind the first screen, and nobody waits
// for the answer.
func (m *Model) probe() tea.Cmd {
	settled := m.line.Spare == LineOn || m.line.Spare == LineOff
	if m.probed || settled && !m.line.AskModes {
		return nil
	}
	m.probed = true
	return m.measure()
}

func (m *Model) measure() tea.Cmd {
	m.measuring.asked = m.line.Now()
	return tea.Raw(ansi.RequestPrimaryDeviceAttributes)
}

// answered takes the terminal's answer: how long it took says what the line
// can carry, and what it says whether more can be asked.
func (m *Model) answered(attributes uv.PrimaryDeviceAttributesEvent) tea.Cmd {
	if m.measuring.asked.IsZero() {
		return nil
	}
	took := m.line.Now().Sub(m.measuring.asked)
	again := m.measuring.again
	m.measuring = measuring{}
	var cmds []tea.Cmd
	if m.line.AskModes && len(attributes) > 0 && attributes[0] > modernClass {
		m.line.AskModes = false
		cmds = append(cmds, tea.Raw(ansi.RequestModeSynchronizedOutput+ansi.RequestModeUnicodeCore))
	}
	switch {
	case m.line.Spare == LineOn || m.line.Spare == LineOff:
	case took >= slowestScreen && !again || took >= slowAnswer && again:
		m.spare()
		cmds = append(cmds, m.say("The line is slow: Parley writes as little as it can. --lowbw=off draws everything.", false))
	case took >= slowScreen && !again:
		m.measuring.again = true
		cmds = append(cmds, m.measure())
	}
	return tea.Batch(cmds...)
}

// spare writes as little as possible from now on: one pane at a time, which a
// terminal can scroll by itself, the terminal's own colours, which have short
// names, fewer frames, and no figure that changes by the second.
func (m *Model) spare() {
	m.env.Slow = true
	m.env.Version++
	m.auto = false
	if name := m.env.Theme.Name; name != "none" && name != "ansi" {
		m.setTheme(theme.Sixteen(!m.light))
	}
	if m.line.Pace != nil {
		m.line.Pace(true)
	}
	m.arrange()
}

// beside reports whether the panel does not take another pane's place.
func (m *Model) beside() bool { return m.w >= panelBeside && !m.env.Slow }
