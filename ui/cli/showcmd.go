package cli

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/ui/richtext"
)

// The width in which text is laid out where there is no terminal to fill.
const pageWidth = 80

// The widest that text is laid out on a wide terminal without being told:
// longer lines are hard to read.
const readableWidth = 100

// The largest body that show --html-file reads, in bytes.
const maxHTML = 32 << 20

func (a *app) showCommand() *cobra.Command {
	var (
		width       int
		all, asJSON bool
		htmlFile    string
	)
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Show a conversation with everything that Intercom says of it",
		Long: `Show one conversation: its state, people, SLA, rating and statistics, then the
message that began it and all parts. With --html-file, show a body of HTML as
the inbox would, without asking Intercom.`,
		Example: `  parley show 215470000123456
  parley show 215470000123456 --json | jq .statistics
  curl -s https://example.com/mail.html | parley show --html-file - --width 60`,
		Args: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("html-file") {
				if len(args) > 0 || asJSON {
					return errors.New("--html-file shows a body alone: leave out the id and --json")
				}
				return nil
			}
			return oneID(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if width < 0 || cmd.Flags().Changed("width") && width == 0 {
				return usagef("--width: %d is not a number of columns", width)
			}
			if cmd.Flags().Changed("html-file") {
				return a.showHTML(cmd.Context(), htmlFile, width)
			}
			return a.show(cmd.Context(), api.ID(args[0]), width, all, asJSON)
		},
	}
	cmd.Flags().IntVar(&width, "width", 0, "lay out for this many `COLUMNS` (default: the terminal's, at most 100)")
	cmd.Flags().BoolVarP(&all, "all", "a", false, "every part and every time, bookkeeping too")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print what Intercom said")
	cmd.Flags().StringVar(&htmlFile, "html-file", "", "show the body in this `FILE`; - is standard input")
	return cmd
}

// show reads one conversation and prints it.
func (a *app) show(ctx context.Context, id api.ID, width int, all, asJSON bool) error {
	c, err := a.client(ctx)
	if err != nil {
		return err
	}
	conversation, err := c.Conversations.Get(ctx, id, nil)
	if err != nil {
		return err
	}
	if asJSON {
		return writeJSON(a.out, conversation.Raw)
	}
	n := lookUp(ctx, c, []api.Conversation{*conversation})
	a.meetAll([]api.Conversation{*conversation}, n)
	p := a.page(a.clock(c), n.masked(a.mask), width)
	p.all = all
	p.conversation(a.mask.Whole(conversation))
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
	p.document(richtext.Parse(body), "")
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
