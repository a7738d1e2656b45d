package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/config"
	"parley/keymap"
	"parley/ui"
	"parley/ui/serve"
	"parley/ui/term"
	"parley/ui/theme"
)

// serveFlags are what the server is told on its command line.
type serveFlags struct {
	addr, keys, hostKey, audit string
	limits                     serve.Limits
	demo                       bool
	ws                         workspaceFlags
	journal                    string
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
ctrl+c or SIGTERM stops it: drafts are saved and outboxes finish first.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.addr, "addr", ":2222", "address to listen on; port 0 takes a free one")
	fl.StringVar(&f.keys, "keys", "", "`FILE` with the keys that may come in (default authorized_keys in the configuration folder)")
	fl.StringVar(&f.hostKey, "host-key", "", "`FILE` with the server's own key, made when it is not there")
	fl.StringVar(&f.audit, "audit", "", "append who came and who sent what to this `FILE`, one JSON object a line")
	fl.DurationVar(&f.limits.Idle, "idle-timeout", time.Hour, "end a session in which no key was pressed for so long; 0 is never")
	fl.IntVar(&f.limits.Sessions, "max-sessions", 100, "sessions at once")
	fl.IntVar(&f.limits.PerKey, "max-per-key", 5, "sessions at once with one key")
	fl.BoolVar(&f.demo, "demo", false, "serve a sample workspace that is gone afterwards")
	f.ws.register(fl)
	journalFlag(cmd, &f.journal)
	return cmd
}

// serve serves until ctx ends.
func (a *app) serve(ctx context.Context, f serveFlags) error {
	if err := a.settled(); err != nil {
		return err
	}
	if f.limits.Idle == 0 {
		f.limits.Idle = -1
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
	return a.serveOver(ctx, f, client, store.Options{Dir: dir, NoCache: !a.cfg.Store}, dir, a.env.Now)
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
		return a.serveOver(ctx, f, client, store.Options{}, dir, o.Now)
	})
}

// onSandbox runs f on a sandbox that only this computer can reach.
func (a *app) onSandbox(ctx context.Context, o sandbox.Options, journal string, f func(*api.Client, *sandbox.Server) error) (err error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve the sample workspace: %w", err)
	}
	o.BaseURL = "http://" + l.Addr().String()
	server, closeJournal, err := newSandbox(o, journal)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx)) // the last send needs the sandbox
	served := make(chan error, 1)
	go func() { served <- serveHTTP(life, l, server) }()
	defer func() {
		end()
		err = errors.Join(err, <-served, closeJournal())
	}()
	options := []api.Option{api.WithBaseURL(o.BaseURL), api.WithClock(o.Now), api.WithVersion(a.version())}
	if a.stage != nil {
		options = append(options, api.WithSleep(a.stage.clock.Sleep))
	}
	client, err := api.New(sandbox.DefaultToken, options...)
	if err != nil {
		return err
	}
	defer client.Close()
	return f(client, server)
}

// serveOver serves over a client, with the agents' desks in dir.
func (a *app) serveOver(ctx context.Context, f serveFlags, client *api.Client, so store.Options, dir string, now func() time.Time) (err error) {
	keys, err := a.serveKeys(f)
	if err != nil {
		return err
	}
	so.Now = now
	st, err := store.Open(ctx, so)
	if err != nil {
		return storeProblem(err)
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	audit, err := openAudit(f, dir, a.env.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, audit.Close()) }()
	o := a.deskOptions(client, st, now)
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
	return a.listen(ctx, f, serve.Options{
		Team: team, Store: st, Dir: filepath.Join(dir, "agents"), DeskOptions: agents, Screen: a.agentScreen(life, client, team, now),
		Keys: keys, HostKey: orName(f.hostKey, dir, "host_key"), Audit: audit, Limits: f.limits, Now: now,
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

func (a *app) listen(ctx context.Context, f serveFlags, o serve.Options) error {
	server, err := serve.New(o)
	if err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", f.addr)
	if err != nil {
		return usagef("--addr: %w", err)
	}
	print, err := server.Fingerprint()
	if err != nil {
		return errors.Join(usagef("%w", err), l.Close())
	}
	app := o.Team.Status().Identity.App
	a.say("the inbox of %s is served on %s; its key is %s\nctrl+c stops it", app.Name, l.Addr(), print)
	return server.Serve(ctx, l)
}

// serveKeys reads who may come in.
func (a *app) serveKeys(f serveFlags) (*serve.Keys, error) {
	path := f.keys
	if path == "" {
		dir, err := config.Dir(a.env.getenv)
		if err != nil {
			return nil, usagef("--keys: %w", err)
		}
		path = filepath.Join(dir, "authorized_keys")
	}
	keys, err := serve.OpenKeys(path, func(k serve.Key) error {
		if k.Theme != "" && k.Theme != "auto" {
			if _, err := theme.New(k.Theme); err != nil {
				return fmt.Errorf("there is no theme %q", k.Theme)
			}
		}
		if k.Preset != "" {
			if _, err := keymap.Preset(k.Preset); err != nil {
				return fmt.Errorf("there are no keys %q", k.Preset)
			}
		}
		return nil
	})
	if err != nil {
		return nil, usagef("%w", err)
	}
	return keys, nil
}

func orName(path, dir, name string) string {
	if path != "" {
		return path
	}
	return filepath.Join(dir, "serve", name)
}

func openAudit(f serveFlags, dir string, now func() time.Time) (*serve.Audit, error) {
	path := orName(f.audit, dir, "audit.jsonl")
	if f.audit == "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("make a folder for the audit log: %w", err)
		}
	}
	audit, err := serve.OpenAudit(path, now)
	if err != nil {
		return nil, usagef("--audit: %w", err)
	}
	return audit, nil
}

// agentScreen makes the screens of agents: the server's settings, but for what
// their key or their terminal says.
func (a *app) agentScreen(ctx context.Context, client *api.Client, team *desk.Desk, now func() time.Time) func(serve.Agent) (ui.Options, error) {
	macros := a.screenMacros(client)
	return func(agent serve.Agent) (ui.Options, error) {
		o := a.screenOptions(now)
		o.Macros, o.Now = macros, zoned(o.Now, agent.Getenv("TZ"))
		o.Hyperlinks = a.cfg.Hyperlinks == "on" || a.cfg.Hyperlinks != "off" && term.Hyperlinks(agent.Getenv)
		o.Theme = a.means.theme
		var err error
		if o.Mask, err = a.workspaceMask(ctx, team); err != nil {
			return o, err
		}
		switch {
		case agent.Getenv("NO_COLOR") != "":
			o.Theme, err = theme.New("none")
		case agent.Key.Theme == "auto":
			o.Theme = nil
		case agent.Key.Theme != "":
			o.Theme, err = theme.New(agent.Key.Theme)
		}
		if agent.Key.Preset != "" && err == nil {
			var preset map[string][]string
			if preset, err = keymap.Preset(agent.Key.Preset); err == nil {
				o.Keys, err = keymap.New(preset)
			}
		}
		return o, err
	}
}

// zoned is a clock in the zone that the agent's terminal names, else the one
// it is given.
func zoned(now func() time.Time, name string) func() time.Time {
	zone, err := time.LoadLocation(name)
	if name == "" || err != nil {
		return now
	}
	return func() time.Time { return now().In(zone) }
}
