package cli

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
)

// inboxDesk is a desk as an inbox has it, in the test's own process, over the
// store of a script's programs.
type inboxDesk struct {
	*desk.Desk
	store *store.Store
}

// inboxSlot holds the inbox of a script; nil before it was started.
type inboxSlot struct{ desk *inboxDesk }

type inboxKey struct{}

// inboxWait bounds what a script waits for: only a broken program gets there.
const inboxWait = time.Minute

// scriptInbox does something in an inbox that is open on the script's store:
//
//	inbox start                 opens it
//	inbox send ID TEXT          confirms a reply
//	inbox draft ID TEXT         types a reply
//	inbox drafts ID REGEXP      waits for the draft
//	inbox asks REGEXP           waits for a question about that text
//	inbox rest                  waits until the outbox is empty
//	inbox quit                  closes it, leaving the outbox as it is
func scriptInbox(ts *testscript.TestScript, _ bool, args []string) {
	if args[0] == "start" {
		ts.Check(startInbox(ts))
		return
	}
	d := ts.Value(inboxKey{}).(*inboxSlot).desk
	ctx := context.Background()
	switch args[0] {
	case "send":
		_, err := d.Send(ctx, desk.Reply{
			Draft: desk.Draft{ConversationID: api.ID(args[1]), Mode: desk.ModeAdmin, Text: args[2]}, HTML: "<p>" + args[2] + "</p>",
		})
		ts.Check(err)
	case "draft":
		ts.Check(d.SaveDraft(ctx, desk.Draft{ConversationID: api.ID(args[1]), Mode: desk.ModeAdmin, Text: args[2]}))
	case "drafts":
		want := regexp.MustCompile(args[2])
		d.await(ts, func() bool {
			got, _, err := d.Draft(ctx, api.ID(args[1]), desk.ModeAdmin)
			ts.Check(err)
			return want.MatchString(got.Text)
		})
	case "asks":
		want := regexp.MustCompile(args[1])
		d.await(ts, func() bool {
			for _, e := range d.Status().Outbox {
				if e.Asking && want.MatchString(e.Text) {
					return true
				}
			}
			return false
		})
	case "rest":
		d.await(ts, func() bool { return len(d.Status().Outbox) == 0 })
	case "quit":
		d.quit()
	default:
		ts.Fatalf("inbox %s: there is no such thing", strings.Join(args, " "))
	}
}

func startInbox(ts *testscript.TestScript) error {
	env := scripted(Env{Environ: []string{scriptBegan + "=" + ts.Getenv(scriptBegan)}})
	st, err := store.Open(context.Background(), store.Options{Dir: ts.MkAbs("state/parley/profiles/default"), Now: env.Now})
	if err != nil {
		return err
	}
	c, err := api.New(sandbox.DefaultToken, api.WithBaseURL(ts.Getenv("INTERCOM_API_BASE_URL")), api.WithClock(env.Now))
	if err != nil {
		return err
	}
	d, err := desk.New(desk.Options{Client: c, Store: st, Now: env.Now, PlainText: plainBody, Looks: quick.Looks})
	if err != nil {
		return err
	}
	in := &inboxDesk{Desk: d, store: st}
	ts.Value(inboxKey{}).(*inboxSlot).desk = in
	ts.Defer(in.quit)
	d.Start(context.Background())
	in.await(ts, func() bool { return !d.Status().SyncedAt.IsZero() })
	return nil
}

// await waits until something is so.
func (d *inboxDesk) await(ts *testscript.TestScript, so func() bool) {
	ctx, cancel := context.WithTimeout(context.Background(), inboxWait)
	defer cancel()
	sub := d.Subscribe()
	defer sub.Close()
	for !so() {
		if _, err := sub.Next(ctx); err != nil {
			ts.Fatalf("waited in vain; the outbox: %+v", d.Status().Outbox)
		}
	}
}

// quit closes the inbox, once.
func (d *inboxDesk) quit() {
	ctx, cancel := context.WithTimeout(context.Background(), inboxWait)
	defer cancel()
	_ = d.Close(ctx) // what did not arrive is in the outbox
	_ = d.store.Close()
}
