package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
)

// The width in which text is laid out where there is no terminal to fill.
const pageWidth = 80

// The widest that text is laid out on a wide terminal without being told:
// longer lines are hard to read.
const readableWidth = 100

// The largest body that show --html-file reads, in bytes.
const maxHTML = 32 << 20

// showFlags is what a show command says.
type showFlags struct {
	width            int
	all, local, json bool
}

func (a *app) showCommand() *cobra.Command {
	var (
		f        showFlags
		htmlFile string
	)
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Show a conversation with everything that Intercom says of it",
		Long: `Show one conversation: its state, people, SLA, rating and statistics, then the
message that began it and all parts. Where Intercom cannot be reached it is
shown as it was held here, with its age, and the exit code says so. With
--html-file, show a body of HTML as the inbox would, without asking Intercom.`,
		Example: `  parley show 215470000123456
  parley show 215470000123456 --json | jq .statistics
  curl -s https://example.com/mail.html | parley show --html-file - --width 60`,
		Args: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("html-file") {
				if len(args) > 0 || f.json || f.local {
					return errors.New("--html-file shows a body alone: leave out the id, --json and --local")
				}
				return nil
			}
			return oneID(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.width < 0 || cmd.Flags().Changed("width") && f.width == 0 {
				return usagef("--width: %d is not a number of columns", f.width)
			}
			if cmd.Flags().Changed("html-file") {
				return a.showHTML(cmd.Context(), htmlFile, f.width)
			}
			return a.show(cmd.Context(), api.ID(args[0]), f)
		},
	}
	cmd.Flags().IntVar(&f.width, "width", 0, "lay out for this many `COLUMNS` (default: the terminal's, at most 100)")
	cmd.Flags().BoolVarP(&f.all, "all", "a", false, "every part and every time, bookkeeping too")
	cmd.Flags().BoolVar(&f.local, "local", false, "show what is held here; ask nobody")
	cmd.Flags().BoolVar(&f.json, "json", false, "print what Intercom said, and what is known of the SLA as in list --json")
	cmd.Flags().StringVar(&htmlFile, "html-file", "", "show the body in this `FILE`; - is standard input")
	return cmd
}

// show prints one conversation, as Intercom has it or as it is held here.
func (a *app) show(ctx context.Context, id api.ID, f showFlags) (err error) {
	open := a.online
	if f.local {
		open = a.local
	}
	w, err := open(ctx)
	if err != nil {
		return err
	}
	defer w.close(&err)
	t, remoteErr := w.thread(ctx, id, f.local)
	if t.Conversation == nil {
		return remoteErr
	}
	if err := a.showThread(ctx, w, t, f, remoteErr != nil || f.local); err != nil {
		return err
	}
	if remoteErr == nil {
		return nil
	}
	return &problem{
		code: exitCode(remoteErr), err: remoteErr,
		sentence: fmt.Sprintf("This is how conversation %s was held here, read %s. %s", id, a.clock(w.client).moment(t.FetchedAt), sentenceOf(remoteErr)),
	}
}

// thread reads a conversation. Where Intercom cannot be asked it returns what
// is held here, and why beside it.
func (w *work) thread(ctx context.Context, id api.ID, local bool) (desk.Thread, error) {
	if local {
		return w.heldThread(ctx, id)
	}
	err := w.Introduce(ctx, true)
	var t desk.Thread
	if err == nil {
		if t, err = w.Fetch(ctx, id); err == nil {
			return t, nil
		}
	}
	switch exitCode(err) {
	case ExitNetwork, ExitRateLimited, ExitFailed:
		if held, heldErr := w.Open(ctx, id); heldErr == nil && ctx.Err() == nil {
			return held, err
		}
	}
	return desk.Thread{}, err
}

func (w *work) heldThread(ctx context.Context, id api.ID) (desk.Thread, error) {
	t, err := w.Open(ctx, id)
	if errors.Is(err, desk.ErrNotHeld) {
		return t, &problem{code: ExitNotFound, err: err, sentence: fmt.Sprintf("The messages of conversation %s are not held here; without --local Intercom is asked.", id)}
	}
	if err == nil {
		w.app.say("read from Intercom %s", w.app.clock(w.client).moment(t.FetchedAt))
	}
	return t, err
}

// showThread prints a conversation. Of one that is held, the names are those
// that are held too.
func (a *app) showThread(ctx context.Context, w *work, t desk.Thread, f showFlags, held bool) error {
	c, now := t.Conversation, a.clock(w.client)
	if f.json {
		raw, err := a.withClock(c, now)
		if err != nil {
			return err
		}
		return writeJSON(a.out, raw)
	}
	n := w.heldNames(ctx, []api.Conversation{*c})
	if !held {
		n.search(ctx, w.client, n.nameless([]api.Conversation{*c}))
	}
	a.meetAll([]api.Conversation{*c}, n)
	p := a.page(now, n.masked(a.mask), f.width)
	p.all, p.sla = f.all, a.sla(c, now)
	p.conversation(a.mask.Whole(c))
	return p.print(a.out)
}

// showHTML prints a body that is in a file.
func (a *app) showHTML(ctx context.Context, path string, width int) error {
	var (
		body string
		err  error
	)
	if path == "-" {
		body, err = readAll(ctx, a.env.Stdin, maxHTML)
	} else {
		body, err = readFile(path, maxHTML)
	}
	if err != nil {
		return usagef("--html-file: %w", err)
	}
	p := a.page(clock{}, names{}, width)
	p.html(body, "")
	return p.print(a.out)
}

// readFile reads a file of at most most bytes.
func readFile(path string, most int64) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	return string(b), errors.Join(err, f.Close())
}
