package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
	"parley/config"
)

// replyFlags is what a reply command says.
type replyFlags struct {
	as                       string
	body, file               string
	bodyGiven, html          bool
	attach, attachURL        []string
	contactID, email, userID string
	close, draft             bool
	snooze, macro            string
	asGiven                  bool
	until                    time.Time           // what snooze says
	then                     []desk.ActionChange // what a macro does once it is posted
	json                     bool
}

// The modes of a reply, as --as names them.
var replyModes = map[string]api.ReplyAs{"admin": api.AsAdmin, "contact": api.AsContact, "note": api.AsNote}

func (a *app) replyCommand() *cobra.Command {
	var f replyFlags
	cmd := &cobra.Command{
		Use:   "reply ID",
		Short: "Reply to a conversation as yourself, for its contact, or with a note",
		Long: `Reply to a conversation: as admin (a comment that the customer gets), with a
note (only teammates see it), or as contact (what the contact said elsewhere).
The text is Markdown, from --body, --file or standard input. Prints the part
that Intercom returned.

The reply goes through the outbox that the inbox uses too: it is on disk before
it leaves, and it is never sent twice. Where its fate is not known the
conversation is looked at, up to a minute. A text that was not sent is a draft.

The id may be the word "last": the conversation that changed most recently.`,
		Example: `  parley reply 215470000123456 --body "Refunded; it takes **two** days."
  parley reply 215470000123456 --as note --file findings.md
  pbpaste | parley reply 215470000123456 --as contact --email ada@example.com
  parley reply 215470000123456 --body "Here you are." --attach invoice.pdf --close
  parley reply 215470000123456 --macro refund --snooze "in 3 days"`,
		Args: oneID,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.bodyGiven, f.asGiven = cmd.Flags().Changed("body"), cmd.Flags().Changed("as")
			return a.reply(cmd.Context(), api.ID(args[0]), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.as, "as", "admin", "admin, contact or note")
	flags.StringVar(&f.body, "body", "", "the text, in Markdown")
	flags.StringVar(&f.file, "file", "", "read the text from this `FILE`; - is standard input")
	flags.BoolVar(&f.html, "html", false, "the text is HTML, and is sent as it is")
	flags.StringArrayVar(&f.attach, "attach", nil, "attach this `FILE`; may be repeated, 10 at most")
	flags.StringArrayVar(&f.attachURL, "attach-url", nil, "attach what this `URL` holds; may be repeated, 10 at most")
	flags.StringVar(&f.contactID, "contact-id", "", "as contact: the contact's `ID` at Intercom")
	flags.StringVar(&f.email, "email", "", "as contact: the contact's mail `ADDRESS`")
	flags.StringVar(&f.userID, "user-id", "", "as contact: the contact's `ID` in your own system")
	flags.BoolVar(&f.close, "close", false, "close the conversation once the reply is posted")
	flags.StringVar(&f.snooze, "snooze", "", "snooze the conversation until `WHEN` once the reply is posted, as in parley snooze")
	flags.StringVar(&f.macro, "macro", "", "send the macro of this `NAME` or shortcut, and do what it does; parley macros lists them")
	flags.BoolVar(&f.draft, "draft", false, "send the draft that is kept for the conversation, with its attachments")
	flags.BoolVar(&f.json, "json", false, "print the conversation as Intercom returned it")
	adminFlag(cmd)
	return cmd
}

// adminFlag adds --admin, which configure reads.
func adminFlag(cmd *cobra.Command) {
	cmd.Flags().String(string(config.KeyAdmin), "", "`ID` of the teammate who acts (default: whom the token belongs to)")
}

// oneID checks that there is one conversation id.
func oneID(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return errors.New("give the id of one conversation")
	}
	return checkID(args[0])
}

// checkID refuses what cannot be an id, before it becomes part of an address.
func checkID(id string) error {
	if id == "" || strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") != "" {
		return fmt.Errorf("%q is not the id of a conversation", id)
	}
	return nil
}

// check refuses flags that do not go together, before anything is read.
func (f *replyFlags) check() error {
	if _, ok := replyModes[f.as]; !ok {
		return usagef("--as: %q is not a mode; allowed: admin, contact, note", f.as)
	}
	if f.bodyGiven && f.file != "" {
		return usagef("--body and --file both give the text: use one")
	}
	if f.macro != "" && (f.bodyGiven || f.file != "" || f.draft || f.html) {
		return usagef("--macro brings its text: leave out --body, --file, --draft and --html")
	}
	if f.close && f.snooze != "" {
		return usagef("--close and --snooze contradict each other: use one")
	}
	if f.draft && (f.bodyGiven || f.file != "") {
		return usagef("--draft has its text already: leave out --body and --file")
	}
	var selectors []string
	for _, s := range []struct{ flag, value string }{{"--contact-id", f.contactID}, {"--email", f.email}, {"--user-id", f.userID}} {
		if s.value != "" {
			selectors = append(selectors, s.flag)
		}
	}
	if len(selectors) > 1 {
		return usagef("%s both name the contact: use one", strings.Join(selectors, " and "))
	}
	if len(selectors) == 1 && f.as != "contact" {
		return usagef("%s goes with --as contact", selectors[0])
	}
	return nil
}

// again returns the command that would send the reply once more, up to where
// its text is.
func (f *replyFlags) again(id api.ID, attachments bool) string {
	words := []string{"parley reply", string(id), "--as", f.as}
	if f.html {
		words = append(words, "--html")
	}
	add := func(flag string, values ...string) {
		for _, v := range values {
			if v != "" {
				words = append(words, flag, shellWord(v))
			}
		}
	}
	add("--contact-id", f.contactID)
	add("--email", f.email)
	add("--user-id", f.userID)
	if attachments {
		add("--attach", f.attach...)
		add("--attach-url", f.attachURL...)
	}
	if f.close {
		words = append(words, "--close")
	}
	add("--snooze", f.snooze)
	return strings.Join(words, " ")
}
