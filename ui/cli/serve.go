package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/ui/serve"
)

// serveFlags are what only the command line says; the rest are settings.
type serveFlags struct {
	demo    bool
	ws      workspaceFlags
	journal string
}

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the inbox to a team over SSH",
		Long: `Serve the inbox over SSH: each teammate reaches it with ` + "`ssh`" + ` alone, and answers
as themselves. One token, one rate limit and one copy of the conversations serve
all of them; drafts, outbox and theme are each one's own.

Who may come in stands in the file of --keys, one public key a line:

  admin=ana@acme.example ssh-ed25519 AAAA… ana@laptop
  admin=ben@acme.example,read-only,theme=light,keys=vim ssh-ed25519 AAAA… ben

The file is read again when it changes. There are no passwords, no commands and no
forwarding. --audit names the log of who came, who was refused, and who sent what.
ctrl+c or SIGTERM stops it: drafts are saved and outboxes finish first.

The section [serve] of config.toml holds what the flags say; a flag wins.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), f) },
	}
	fl := cmd.Flags()
	setting(fl, "serve.addr", "listen on this `ADDRESS`; port 0 takes a free one (default :2222)")
	setting(fl, "serve.keys", "`FILE` with the keys that may come in (default authorized_keys in the configuration folder)")
	setting(fl, "serve.host_key", "`FILE` with the server's own key, made when it is not there")
	setting(fl, "serve.audit", "append who came and who sent what to this `FILE`, one JSON object a line")
	setting(fl, "serve.idle_timeout", "end a session in which no key was pressed for this `TIME`; 0s is never (default 1h)")
	setting(fl, "serve.max_sessions", "sessions at once, a `NUMBER` (default 100)")
	setting(fl, "serve.max_per_key", "sessions at once with one key, a `NUMBER` (default 5)")
	setting(fl, "serve.webhook", "take Intercom's notifications at this `ADDRESS`, path /intercom; the app's client secret stands in "+webhookVariable+
		"; with --demo the sample sends them itself")
	fl.BoolVar(&f.demo, "demo", false, "serve a sample workspace that is gone afterwards")
	f.ws.register(fl)
	journalFlag(cmd, &f.journal)
	return cmd
}

// webhookVariable names the variable with the client secret of the app that
// sends the notifications: a command line can be read by everybody.
const webhookVariable = "PARLEY_WEBHOOK_SECRET"

// serve serves until ctx ends.
func (a *app) serve(ctx context.Context, f serveFlags) error {
	if err := a.settled(); err != nil {
		return err
	}
	if f.demo {
		return a.serveDemo(ctx, f)
	}
	client, err := a.client(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	dir, err := a.profileDir()
	if err != nil {
		return usagef("%w", err)
	}
	return a.serveOver(ctx, client, store.Options{Dir: dir, NoCache: !a.cfg.Store}, dir, a.env.Now)
}

// serveDemo serves over a sandbox in this process.
func (a *app) serveDemo(ctx context.Context, f serveFlags) error {
	o, err := f.ws.options(a.env.Now)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "parley-serve-")
	if err != nil {
		return fmt.Errorf("make a folder for the desks: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // it holds nothing but the sample's drafts
	a.cfg.AdminID = ""
	a.maskKey = demoMaskKey(o.Seed)
	return a.onSandbox(ctx, o, f.journal, func(client *api.Client, server *sandbox.Server) error {
		a.means.targets = promised(server, a.means.targets)
		a.sample = server
		return a.serveOver(ctx, client, store.Options{}, dir, o.Now)
	})
}

// serveOver serves over a client, with the agents' desks in dir.
func (a *app) serveOver(ctx context.Context, client *api.Client, so store.Options, dir string, now func() time.Time) (err error) {
	keys, err := a.serveKeys()
	if err != nil {
		return err
	}
	so.Now = now
	st, err := store.Open(ctx, so)
	if err != nil {
		return storeProblem(err)
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	audit, err := a.openAudit(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, audit.Close()) }()
	o := a.deskOptions(client, st, now)
	report := o.Panicked
	o.Panicked = func(where string, value any) string {
		audit.Write(serve.Record{Event: "trouble", Reason: where + " crashed"})
		return report(where, value)
	}
	agents := o
	o.OwnOnly, o.AdminID = true, ""
	team, err := desk.New(o)
	if err != nil {
		return err
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	defer func() { err = errors.Join(err, team.Close(life)) }()
	if err := a.introduce(ctx, team); err != nil {
		return err
	}
	team.Active(false)
	team.Start(life)
	return a.listen(ctx, serve.Options{
		Team: team, Store: st, Dir: filepath.Join(dir, "agents"), DeskOptions: agents, Screen: a.agentScreen(life, client, team, now),
		Keys: keys, HostKey: a.servePath("serve.host_key", a.cfg.Serve.HostKey, dir, "host_key"), Audit: audit, Limits: a.serveLimits(), Now: now,
	})
}

// introduce finds out whose token it is. Without a network the server starts
// all the same where the names are known.
func (a *app) introduce(ctx context.Context, team *desk.Desk) error {
	err := team.Introduce(ctx, true)
	if api.Kind(err) == api.KindNetwork && len(team.Directory().Admins) > 0 {
		a.say("%s", sentenceOf(err))
		return nil
	}
	return err
}

func (a *app) listen(ctx context.Context, o serve.Options) error {
	l, err := a.listenAt(ctx, "serve.addr", a.cfg.Serve.Addr)
	if err != nil {
		return err
	}
	if o.Webhook, err = a.webhook(ctx); err != nil {
		return errors.Join(err, l.Close())
	}
	server, err := serve.New(o)
	if err != nil {
		return errors.Join(err, l.Close(), o.Webhook.Close())
	}
	fingerprint, err := server.Fingerprint()
	if err != nil {
		return errors.Join(usagef("%w", err), l.Close(), o.Webhook.Close())
	}
	app := o.Team.Status().Identity.App
	a.say("the inbox of %s is served on %s; its key is %s\nctrl+c stops it", app.Name, l.Addr(), fingerprint)
	if o.Webhook != nil {
		defer a.feed(ctx, o.Webhook)()
	}
	return server.Serve(ctx, l)
}

// feed says where notifications come in. With --demo the sample workspace
// sends them itself; stop ends that.
func (a *app) feed(ctx context.Context, w *serve.Webhook) (stop func()) {
	at := "http://" + w.Listener.Addr().String() + "/intercom"
	if a.sample == nil {
		a.say("Intercom's notifications come in at %s", at)
		return func() {}
	}
	a.say("the sample workspace sends its notifications to %s", at)
	return a.sendHooks(ctx, a.sample, sandbox.Hooks{URL: at, Secret: w.Secret})
}

// webhook listens for notifications; nil where nobody asked for it.
func (a *app) webhook(ctx context.Context) (*serve.Webhook, error) {
	const setting = "serve.webhook"
	if a.cfg.Serve.Webhook == "" {
		return nil, nil
	}
	secret := a.env.getenv(webhookVariable)
	if a.sample != nil {
		secret = cmp.Or(secret, sandbox.DefaultSecret)
	}
	if secret == "" {
		return nil, a.cfg.Wrong(setting, webhookVariable+" is not set; it is the client secret of your app, in Intercom's Developer Hub under Basic information", "")
	}
	l, err := a.listenAt(ctx, setting, a.cfg.Serve.Webhook)
	if err != nil {
		return nil, err
	}
	return &serve.Webhook{Listener: l, Secret: secret}, nil
}
