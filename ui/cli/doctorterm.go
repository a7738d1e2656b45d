package cli

import (
	"cmp"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	xterm "github.com/charmbracelet/x/term"

	"parley/keymap"
	"parley/ui/term"
)

// The least that a screen must have, and what it should.
const (
	leastWidth, leastHeight = 40, 12
	goodWidth, goodHeight   = 80, 24
)

// examineTerminal looks at the environment, and asks the terminal where there
// is one.
func (a *app) examineTerminal(ctx context.Context, f *findings) {
	a.examineName(f)
	a.examineLocale(f)
	a.examineColours(f)
	a.examineHelpers(f)
	a.examineMultiplexer(ctx, f)
	in, inOK := a.env.Stdin.(xterm.File)
	out, outOK := a.env.Stdout.(xterm.File)
	if !inOK || !outOK || !terminal(in) || !terminal(out) {
		f.skip("questions", "standard input and output are no terminal that could be asked")
		return
	}
	a.examineSize(f)
	if name := a.env.getenv("TERM"); name == "" || name == "dumb" {
		return
	}
	answers, err := term.Probe(ctx, in, out, doctorTerminal)
	switch {
	case err != nil:
		f.skip("questions", "the terminal could not be asked: "+err.Error())
	case !answers.Answered:
		f.warn("questions", "the terminal answers none", "choose a theme yourself (theme = 'dark' or 'light'): auto cannot follow it")
	default:
		examineWidths(f, &answers)
		a.examineAbilities(f, &answers)
	}
}

func (a *app) examineName(f *findings) {
	name := a.env.getenv("TERM")
	switch {
	case name == "" || name == "dumb":
		says, do := fmt.Sprintf("%q cannot show the inbox", name), "use another terminal, or the commands: parley list, show, reply"
		if terminal(a.env.Stdout) {
			f.bad(ExitUsage, "TERM", says, do)
		} else {
			f.warn("TERM", says, do)
		}
	case name == "linux", strings.HasPrefix(name, "vt"):
		f.warn("TERM", name+": few colours and characters, no links", "another terminal shows emoji, Chinese and Arabic, and links too")
	default:
		f.fine("TERM", "%s", joined(" ", name, parenthesised(joined(" ", a.env.getenv("TERM_PROGRAM"), a.env.getenv("TERM_PROGRAM_VERSION")))))
	}
	if a.env.getenv("SSH_TTY") != "" || a.env.getenv("SSH_CONNECTION") != "" {
		f.fine("SSH", "yes: links are copied instead of opened, and the clipboard is your terminal's")
	}
}

func (a *app) examineLocale(f *findings) {
	name := cmp.Or(a.env.getenv("LC_ALL"), a.env.getenv("LC_CTYPE"), a.env.getenv("LANG"))
	plain := strings.ReplaceAll(strings.ToLower(name), "-", "")
	if name != "" && !strings.Contains(plain, "utf8") {
		f.warn("locale", name+" is not UTF-8: tmux and screen may drop characters", "export LC_ALL=C.UTF-8, or the UTF-8 one of your language")
		return
	}
	f.fine("locale", "%s", cmp.Or(name, "none set"))
}

func (a *app) examineColours(f *findings) {
	chosen := "theme " + a.cfg.Theme
	if a.env.getenv("NO_COLOR") != "" {
		f.fine("colours", "none: NO_COLOR is set")
		return
	}
	profile := colorprofile.Env(a.env.Environ)
	if terminal(a.env.Stdout) {
		profile = colorprofile.Detect(a.env.Stdout, a.env.Environ) // as the inbox does, which asks tmux too
	}
	switch profile {
	case colorprofile.TrueColor:
		f.fine("colours", "16 million, %s", chosen)
	case colorprofile.ANSI256:
		f.fine("colours", "256, %s comes close; COLORTERM=truecolor says that the terminal has more", chosen)
	case colorprofile.ANSI:
		if a.cfg.Theme == "auto" {
			chosen = "theme ansi, which auto takes,"
		}
		if t := a.cfg.Theme; t == "auto" || t == "ansi" || t == "none" {
			f.fine("colours", "16, %s is made for them; COLORTERM=truecolor says that the terminal has more", chosen)
			break
		}
		f.warn("colours", "16, "+chosen, "theme = 'ansi' is made for them; COLORTERM=truecolor says that the terminal has more")
	default:
		f.warn("colours", "none, by TERM", "set TERM to what the terminal is, such as xterm-256color")
	}
	if a.hyperlinks() {
		f.fine("hyperlinks", "on (%s)", cmp.Or(a.cfg.From("hyperlinks"), "auto"))
	} else {
		f.fine("hyperlinks", "off (%s)%s", cmp.Or(a.cfg.From("hyperlinks"), "auto"), a.keyed(keymap.Conversation, keymap.FollowOne, ": %s lists the addresses"))
	}
}

// examineHelpers looks for the programs that the inbox starts.
func (a *app) examineHelpers(f *findings) {
	host := a.host()
	editor := strings.Fields(cmp.Or(a.cfg.Editor, a.env.getenv("VISUAL"), a.env.getenv("EDITOR")))
	if len(editor) == 0 {
		f.warn("editor", "none is set", "editor = 'nvim -f' in the configuration, or EDITOR")
	} else if _, err := exec.LookPath(editor[0]); err != nil {
		f.warn("editor", err.Error(), "install it, or name another: editor in the configuration, or EDITOR")
	} else {
		f.fine("editor", "%s", strings.Join(editor, " "))
	}
	if host.CanBrowse() {
		f.fine("browser", "links are opened")
	} else {
		f.fine("browser", "none here: links are copied")
	}
}

// muxLimit is how long tmux may take to answer.
const muxLimit = time.Second

// examineMultiplexer looks at what stands between the program and the
// terminal.
func (a *app) examineMultiplexer(ctx context.Context, f *findings) {
	if a.env.getenv("STY") != "" {
		f.warn("screen", "GNU screen passes neither links nor the clipboard on, and few colours", "tmux does; or run Parley outside of it")
	}
	if a.env.getenv("TMUX") == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, muxLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "tmux", "display-message", "-p", "#{version} #{set-clipboard} #{client_termfeatures}")
	cmd.Env = a.env.Environ
	cmd.WaitDelay = muxLimit
	out, err := cmd.Output()
	words := strings.Fields(string(out[:min(len(out), 1000)]))
	if err != nil || len(words) < 2 {
		f.skip("tmux", "it does not say what it passes on")
		return
	}
	features := ""
	if len(words) > 2 {
		features = words[2]
	}
	has := strings.Split(features, ",")
	f.fine("tmux", "%s, which passes on: %s", words[0], cmp.Or(strings.ReplaceAll(features, ",", ", "), "nothing that it would name"))
	if !slices.Contains(has, "RGB") {
		f.warn("tmux colours", "it does not know that the terminal has 16 million", "in tmux.conf: set -as terminal-features ',*:RGB'")
	}
	if words[1] == "off" || !slices.Contains(has, "clipboard") {
		f.warn("tmux clipboard", "copying does not leave tmux", "in tmux.conf: set -s set-clipboard on, and set -as terminal-features ',*:clipboard'")
	}
}

func (a *app) examineSize(f *findings) {
	out, _ := a.env.Stdout.(xterm.File)
	w, h, err := xterm.GetSize(out.Fd())
	size := fmt.Sprintf("%d columns, %d rows", w, h)
	switch {
	case err != nil || w == 0 || h == 0:
		f.warn("size", "the terminal does not say how large it is", "resize it once, or run stty cols 80 rows 24")
	case w < leastWidth || h < leastHeight:
		f.bad(ExitFailed, "size", size, fmt.Sprintf("make it larger: the inbox needs %d by %d", leastWidth, leastHeight))
	case w < goodWidth || h < goodHeight:
		f.warn("size", size, fmt.Sprintf("it works, and is better from %d by %d", goodWidth, goodHeight))
	default:
		f.fine("size", "%s", size)
	}
}

// examineWidths compares what the terminal makes of wide and joined
// characters with the two ways of counting that the screen is laid out by.
func examineWidths(f *findings, a *term.Answers) {
	if len(a.Widths) < len(term.Samples) {
		f.skip("widths", "the terminal does not say where its cursor is")
		return
	}
	var odd []string
	for i, s := range term.Samples {
		if got := a.Widths[i]; got != ansi.StringWidth(s) && got != ansi.StringWidthWc(s) {
			odd = append(odd, fmt.Sprintf("%s is %d wide and not %d", s, got, ansi.StringWidth(s)))
		}
	}
	switch {
	case a.Widths[0] > 1:
		f.warn("widths", "lines are two cells wide: frames will be broken", "set the terminal's ambiguous width to narrow (single)")
	case len(odd) > 0:
		f.fine("widths", "%s: the cursor is set anew behind such characters", strings.Join(odd, ", "))
	case a.Graphemes:
		f.fine("widths", "as Unicode says, joined emoji too")
	default:
		f.fine("widths", "as Unicode says; joined emoji are drawn one by one")
	}
}

func (a *app) examineAbilities(f *findings, answers *term.Answers) {
	a.examineBackground(f, answers)
	if !answers.Complete {
		f.skip("abilities", fmt.Sprintf("the terminal did not answer everything within %s", doctorTerminal))
		return
	}
	if answers.Clipboard {
		f.fine("clipboard", "copying works (OSC 52)")
	} else {
		f.fine("clipboard", "not announced; copying works if the terminal lets programs set it (OSC 52)")
	}
	if answers.Keyboard {
		f.fine("keyboard", "tells combinations such as ctrl+enter apart")
	} else {
		f.fine("keyboard", "cannot tell combinations such as ctrl+enter from enter; nothing needs them")
	}
	if answers.Sync {
		f.fine("frames", "drawn whole (synchronised output)")
	} else {
		f.fine("frames", "may be seen being drawn: no synchronised output")
	}
	f.fine("terminal", "%s, answers within %s", cmp.Or(answers.Name, "it does not name itself"), millis(max(answers.Took, time.Millisecond)))
}

func (a *app) examineBackground(f *findings, answers *term.Answers) {
	switch {
	case !answers.BackgroundKnown && term.Light(a.env.getenv):
		f.fine("background", "light, as COLORFGBG says; the terminal itself does not tell")
	case !answers.BackgroundKnown:
		f.warn("background", "the terminal does not tell its colour: the theme auto is dark", "theme = 'light' if it is light")
	case answers.Dark:
		f.fine("background", "dark")
	default:
		f.fine("background", "light")
	}
}

// keyed writes the key of an action into a sentence; "" where it has none.
func (a *app) keyed(s keymap.Scope, action keymap.Action, sentence string) string {
	key := a.means.keys.Key(s, action)
	if key == "" {
		return ""
	}
	return fmt.Sprintf(sentence, key)
}
