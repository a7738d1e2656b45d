package term

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	xterm "github.com/charmbracelet/x/term"

	"parley/api/safetext"
)

// Samples are the texts whose width a probe has the terminal measure.
var Samples = []string{"─", "登", "🙂", "❤️", "👍🏿", "👨‍👩‍👧‍👦", "1️⃣", "é"}

// Answers is what a terminal says of itself. What it did not say is zero.
type Answers struct {
	Answered  bool          // it said anything at all
	Complete  bool          // it answered the last question, so that silence before it is a no
	Took      time.Duration // until the first answer
	Name      string        // name and version; made safe to show
	Widths    []int         // cells, by [Samples]; as long as answers came
	Sync      bool          // draws a frame at once when told to (mode 2026)
	Graphemes bool          // counts grapheme clusters (mode 2027)
	Keyboard  bool          // tells keys apart by the newer protocol
	Clipboard bool          // says that it lets programs fill the clipboard
	Dark      bool          // its background, where BackgroundKnown
	// BackgroundKnown says that the background's colour was told.
	BackgroundKnown bool
}

// Probe asks the terminal on in and out about itself and waits for the
// answers for at most limit. The line of the cursor is empty afterwards. What
// is typed meanwhile is lost.
func Probe(ctx context.Context, in, out xterm.File, limit time.Duration) (a Answers, err error) {
	before, err := xterm.MakeRaw(in.Fd())
	if err != nil {
		return Answers{}, err
	}
	defer func() { err = errors.Join(err, xterm.Restore(in.Fd(), before)) }()
	r, err := uv.NewCancelReader(in)
	if err != nil {
		return Answers{}, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { r.Cancel() })
	defer stop()
	return ask(ctx, r, out)
}

// questions are everything that is asked, the one that every terminal answers
// last.
func questions() string {
	var b strings.Builder
	b.WriteString(ansi.RequestNameVersion + ansi.RequestKittyKeyboard + ansi.RequestBackgroundColor)
	b.WriteString(ansi.RequestModeSynchronizedOutput + ansi.RequestModeUnicodeCore)
	for _, s := range Samples {
		b.WriteString("\r" + s + ansi.RequestCursorPositionReport)
	}
	// Some terminals print what they do not understand: it is wiped away.
	b.WriteString("\r" + ansi.EraseLineRight + ansi.RequestPrimaryDeviceAttributes)
	return b.String()
}

// ask puts the questions and collects the answers until the last one, or
// until the end of ctx ended the reader.
func ask(ctx context.Context, in io.Reader, out io.Writer) (Answers, error) {
	var a Answers
	if _, err := io.WriteString(out, questions()); err != nil {
		return a, err
	}
	began := time.Now()
	p := ansi.NewParser()
	p.SetParamsSize(maxParams)
	p.SetDataSize(maxData)
	p.SetHandler(ansi.Handler{HandleCsi: a.hearCSI, HandleOsc: a.hearOSC, HandleDcs: a.hearDCS})
	b := make([]byte, 1024)
	for {
		n, err := in.Read(b)
		p.Parse(b[:n])
		if a.Answered && a.Took == 0 {
			a.Took = time.Since(began)
		}
		if a.Complete || ctx.Err() != nil || errors.Is(err, io.EOF) {
			return a, nil //nolint:nilerr // what was heard until the end is the answer
		}
		if err != nil {
			return a, err
		}
	}
}

// How long an answer may be: parameters, and bytes of text.
const (
	maxParams = 32
	maxData   = 256
)

// maxName is how many characters of a terminal's name are kept.
const maxName = 60

// clipboardAttribute is what a terminal's primary attributes hold where
// programs may fill its clipboard.
const clipboardAttribute = 52

// hearCSI takes over what was said with numbers. Keys are no answers, and
// what looks like both is taken for one.
func (a *Answers) hearCSI(cmd ansi.Cmd, params ansi.Params) {
	first, _, _ := params.Param(0, 0)
	second, _, _ := params.Param(1, 1)
	switch int(cmd) {
	case ansi.Command(0, 0, 'R'): // the place of the cursor, from 1
		if len(params) == 2 && len(a.Widths) < len(Samples) {
			a.Widths = append(a.Widths, second-1)
			a.Answered = true
		}
	case ansi.Command('?', 0, 'u'):
		a.Keyboard, a.Answered = true, true
	case ansi.Command('?', '$', 'y'):
		a.Answered = true
		known := ansi.ModeSetting(second)
		on := known == ansi.ModeSet || known == ansi.ModeReset || known == ansi.ModePermanentlySet
		switch ansi.DECMode(first) {
		case ansi.ModeSynchronizedOutput:
			a.Sync = on
		case ansi.ModeUnicodeCore:
			a.Graphemes = on
		}
	case ansi.Command('?', 0, 'c'):
		a.Complete, a.Answered = true, true
		params.ForEach(0, func(_, n int, _ bool) { a.Clipboard = a.Clipboard || n == clipboardAttribute })
	}
}

// hearOSC takes the colour of the background over.
func (a *Answers) hearOSC(cmd int, data []byte) {
	_, colour, _ := strings.Cut(string(data), ";")
	if c := ansi.XParseColor(colour); cmd == 11 && c != nil {
		a.BackgroundKnown, a.Dark, a.Answered = true, tea.BackgroundColorMsg{Color: c}.IsDark(), true
	}
}

// hearDCS takes the name of the terminal over.
func (a *Answers) hearDCS(cmd ansi.Cmd, _ ansi.Params, data []byte) {
	if int(cmd) == ansi.Command('>', 0, '|') {
		name := []rune(safetext.Line(string(data)))
		a.Name, a.Answered = string(name[:min(len(name), maxName)]), true
	}
}
