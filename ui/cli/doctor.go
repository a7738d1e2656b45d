package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/api/safetext"
	"parley/ui/layout"
)

// How long doctor takes at most for what may not answer.
const (
	doctorNetwork  = 15 * time.Second
	doctorCall     = 8 * time.Second // one request
	doctorDisk     = 10 * time.Second
	doctorTerminal = 1500 * time.Millisecond
)

// verdict is what a check came to.
type verdict string

const (
	fine    verdict = "ok"
	warned  verdict = "warn"
	bad     verdict = "bad"
	skipped verdict = "skipped"
)

// finding is one line of doctor's. Its JSON is documented in the help, and
// stable.
type finding struct {
	Section string  `json:"section"`
	Check   string  `json:"check"`
	Status  verdict `json:"status"`
	Says    string  `json:"says"`
	Do      string  `json:"do,omitempty"` // what to do about it
	code    int     // the exit code that a bad one asks for
}

// findings collect what the checks of one section say.
type findings struct {
	section string
	list    []finding
}

func (f *findings) add(s verdict, code int, check, says, do string) {
	f.list = append(f.list, finding{f.section, check, s, safetext.Line(says), safetext.Line(do), code})
}

func (f *findings) fine(check, format string, a ...any) {
	f.add(fine, ExitDone, check, fmt.Sprintf(format, a...), "")
}

func (f *findings) warn(check, says, do string) { f.add(warned, ExitDone, check, says, do) }

func (f *findings) bad(code int, check, says, do string) { f.add(bad, code, check, says, do) }

func (f *findings) skip(check, why string) { f.add(skipped, ExitDone, check, why, "") }

func (a *app) doctorCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look for what is wrong, and say what to do about it",
		Long: `Look at the token, Intercom, the settings, what is kept on this computer, and
the terminal, and say of each whether it is in order and what to do if not.
Nothing is changed, here or at Intercom; it needs neither a token nor a network,
and takes half a minute at the very most. The terminal is asked about itself only
where standard input and output are one.

--json prints an array of objects: section, check, status (ok, warn, bad or
skipped), says, and do where something can be done. The exit code is 0 where
nothing is bad, and otherwise that of the worst: 2 settings, 3 token, 6 network,
1 anything else.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context(), asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an array of section, check, status, says and do")
	return cmd
}

// doctor runs every check. Those of a section are printed when it is done.
func (a *app) doctor(ctx context.Context, asJSON bool) error {
	var all []finding
	for _, section := range []struct {
		name  string
		check func(context.Context, *findings)
	}{
		{"settings", a.examineSettings},
		{"intercom", a.examineIntercom},
		{"this computer", a.examineStore},
		{"terminal", a.examineTerminal},
	} {
		f := findings{section: section.name}
		section.check(ctx, &f)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if all = append(all, f.list...); asJSON {
			continue
		}
		if err := a.printFindings(&f); err != nil {
			return err
		}
	}
	if asJSON {
		if err := writeValue(a.out, all); err != nil {
			return err
		}
	}
	return a.diagnosis(all)
}

// diagnosis is the end of it: an error where something is bad.
func (a *app) diagnosis(all []finding) error {
	code, count := ExitDone, map[verdict]int{}
	for _, f := range all {
		count[f.Status]++
		code = worst(code, f.code)
	}
	if count[bad] == 0 {
		if n := count[warned]; n > 0 {
			a.say("nothing is bad; %s", plural(n, "warning", "warnings"))
		} else {
			a.say("nothing is wrong")
		}
		return nil
	}
	return &problem{code: code, sentence: plural(count[bad], "thing is bad", "things are bad") + ": what to do stands beside each"}
}

// marks are the words for a verdict, all of one width.
var marks = map[verdict]string{fine: "OK  ", warned: "WARN", bad: "BAD ", skipped: "skip"}

// checkColumn is how wide the names of the checks are.
const checkColumn = 14

// printFindings prints a section for people.
func (a *app) printFindings(f *findings) error {
	th := a.theme()
	style := map[verdict]func(...string) string{fine: th.Good.Render, warned: th.Warn.Render, bad: th.Bad.Render, skipped: th.Dim.Render}
	width := a.env.columns()
	var b strings.Builder
	b.WriteString(th.Strong.Render(strings.ToUpper(f.section[:1])+f.section[1:]) + "\n")
	for _, x := range f.list {
		says := wrapped(x.Says, width, len(findingIndent))
		fmt.Fprintf(&b, "  %s  %-*s %s\n", style[x.Status](marks[x.Status]), checkColumn, x.Check, strings.Join(says, "\n"+findingIndent))
		if x.Do != "" {
			b.WriteString(findingIndent + "→ " + strings.Join(wrapped(x.Do, width, len(findingIndent)+2), "\n"+findingIndent+"  ") + "\n")
		}
	}
	b.WriteByte('\n')
	_, err := io.WriteString(a.out, b.String())
	return err
}

// findingIndent is where what a check says begins.
var findingIndent = strings.Repeat(" ", 2+4+2+checkColumn+1)

// wrapped breaks text into lines that fit beside an indent; without a width
// it stays one.
func wrapped(text string, width, indent int) []string {
	if width < indent+20 {
		return []string{text}
	}
	return strings.Split(layout.Wrap(text, width-indent), "\n")
}
