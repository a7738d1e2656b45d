package uitest

import (
	"errors"
	"io"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Options say what a [Terminal] is like. The zero value is an 80×24 true-colour xterm that
// answers queries.
type Options struct {
	Width, Height int
	// Mute makes a terminal that never answers a query.
	Mute bool
	// Env is the environment the program sees; SSH_TTY in it makes Bubble Tea behave as it
	// does over SSH. Nil means TERM=xterm-256color and COLORTERM=truecolor.
	Env []string
	// Output stands between the program and the terminal, as it does in front of a real one;
	// nil is nothing.
	Output func(io.Writer) io.Writer
	// Program holds further options; input, output, size and environment are taken.
	Program []tea.ProgramOption
}

// Terminal runs a program against a terminal emulator. Its methods belong to one goroutine.
type Terminal struct {
	t        TB
	emulator *vt.SafeEmulator
	keyboard *keyboard
	program  *tea.Program
	wire     *wire
	keys     *vt.Emulator // knows the byte sequences of keys, shows nothing
	watched  *watched
	marks    int
	done     chan struct{}
	err      error // of Run; read after done is closed
}

// NewTerminal starts m. The program is killed at the end of the test if it still runs.
func NewTerminal(t TB, m tea.Model, o Options) *Terminal {
	t.Helper()
	w, h := o.Width, o.Height
	if w == 0 || h == 0 {
		w, h = 80, 24
	}
	if o.Env == nil {
		o.Env = []string{"TERM=xterm-256color", "COLORTERM=truecolor"}
	}
	emulator := vt.NewSafeEmulator(w, h)
	// Without a tty in between nobody turns a line feed into a new line.
	if _, err := emulator.Write([]byte(ansi.SetModeLineFeedNewLine)); err != nil {
		t.Fatalf("set up the emulator: %v", err)
	}
	term := &Terminal{
		t:        t,
		emulator: emulator,
		keyboard: newKeyboard(),
		keys:     vt.NewEmulator(1, 1),
		wire:     newWire(emulator),
		done:     make(chan struct{}),
	}
	term.watched = &watched{Model: m, news: term.wire.news}
	replies := io.Writer(term.keyboard)
	if o.Mute {
		replies = io.Discard
	}
	go carry(replies, emulator)
	go carry(term.keyboard, term.keys)
	if o.Output == nil {
		o.Output = func(w io.Writer) io.Writer { return w }
	}
	options := append([]tea.ProgramOption{
		tea.WithContext(t.Context()), tea.WithoutSignals(),
	}, o.Program...)
	options = append(options,
		tea.WithInput(term.keyboard), tea.WithOutput(o.Output(term.wire)),
		tea.WithWindowSize(w, h), tea.WithEnvironment(o.Env))
	term.program = tea.NewProgram(term.watched, options...)
	term.watched.send = term.program.Send
	t.Cleanup(term.stop)
	go func() {
		defer close(term.done)
		_, term.err = term.program.Run()
	}()
	return term
}

// Press types a script (see [Keys]). It returns when everything the keys changed at once has
// been written; what commands bring later has to be waited for.
func (t *Terminal) Press(script string) {
	t.t.Helper()
	for _, key := range Keys(t.t, script) {
		t.key(key)
	}
}

// Paste pastes text the way terminals do that Bubble Tea has asked for brackets.
func (t *Terminal) Paste(text string) {
	t.t.Helper()
	if _, err := io.WriteString(t.keyboard, ansi.BracketedPasteStart+text+ansi.BracketedPasteEnd); err != nil {
		t.t.Fatalf("paste: %v", err)
	}
}

// Send delivers a message from outside, as tea.Program.Send does.
func (t *Terminal) Send(msg tea.Msg) {
	t.program.Send(msg)
	t.Flush()
}

// Resize changes the size of the terminal and tells the program.
func (t *Terminal) Resize(w, h int) {
	t.emulator.Resize(w, h)
	t.Send(tea.WindowSizeMsg{Width: w, Height: h})
}

// Screen returns what the terminal shows: one line for each row, without styles and without
// the blanks at the end of a line.
func (t *Terminal) Screen() string {
	lines := strings.Split(ansi.Strip(t.emulator.Render()), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \r")
	}
	return strings.Join(lines, "\n")
}

// Cell returns the cell at column x of row y, or nil outside the screen.
func (t *Terminal) Cell(x, y int) *uv.Cell { return t.emulator.CellAt(x, y) }

// WaitFor waits until cond holds and fails the test with the screen if it never does. The
// description says what was awaited.
func (t *Terminal) WaitFor(description string, cond func() bool) {
	t.t.Helper()
	if !t.await(cond) {
		t.t.Fatalf("waited in vain for %s; the screen:\n%s", description, t.Screen())
	}
}

// WaitForText is [Terminal.WaitFor] text somewhere on one line of the screen.
func (t *Terminal) WaitForText(text string) {
	t.t.Helper()
	t.WaitFor("the text "+text, func() bool { return strings.Contains(t.Screen(), text) })
}

// Wait waits for the program to end and returns what Run returned.
func (t *Terminal) Wait() error {
	t.t.Helper()
	select {
	case <-t.done:
	case <-time.After(patience):
		t.t.Fatalf("the program does not end; the screen:\n%s", t.Screen())
	}
	return t.err
}

// Flush returns when everything that the messages handled so far changed has been written.
// Bubble Tea writes raw text at the start of a frame and the frame after it, so the second of
// two marks proves that the frame behind the first is out.
func (t *Terminal) Flush() {
	t.t.Helper()
	for range 2 {
		t.marks++
		t.program.Send(tea.RawMsg{Msg: mark(t.marks)})
		if !t.await(func() bool { return t.wire.marked(t.marks) }) && t.running() {
			t.t.Fatalf("the program has stopped writing; the screen:\n%s", t.Screen())
		}
	}
}

func (t *Terminal) key(key tea.KeyPressMsg) {
	t.t.Helper()
	before := t.watched.presses.Load()
	if err := t.typeKey(key); err != nil {
		t.t.Fatalf("type %s: %v", key, err)
	}
	seen := func() bool { return t.watched.presses.Load() > before }
	if !t.await(seen) && t.running() {
		t.t.Fatalf("the key %s did not reach the model; the screen:\n%s", key, t.Screen())
	}
	t.Flush()
}

func (t *Terminal) await(cond func() bool) bool {
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for !cond() {
		select {
		case <-t.wire.news:
		case <-time.After(pollEvery):
		case <-t.done:
			return cond()
		case <-deadline.C:
			return false
		}
	}
	return true
}

func (t *Terminal) running() bool {
	select {
	case <-t.done:
		return false
	default:
		return true
	}
}

// carry copies until the emulator is closed. When the program has gone first, it keeps the
// emulator's pipe empty, which would block it otherwise.
func carry(to io.Writer, from io.Reader) {
	_, err := io.Copy(to, from)
	if err != nil {
		_, _ = io.Copy(io.Discard, from)
	}
}

func (t *Terminal) stop() {
	t.program.Kill()
	<-t.done
	if errors.Is(t.err, tea.ErrProgramPanic) {
		t.t.Errorf("the program panicked: %v", t.err)
	}
	if err := errors.Join(t.keyboard.Close(), closeInput(t.emulator.Emulator), closeInput(t.keys)); err != nil {
		t.t.Errorf("close the terminal: %v", err)
	}
}

// closeInput ends carry. Emulator.Close would do it too, but not safely while carry reads.
func closeInput(e *vt.Emulator) error {
	if pipe, ok := e.InputPipe().(io.Closer); ok {
		return pipe.Close()
	}
	return nil
}
