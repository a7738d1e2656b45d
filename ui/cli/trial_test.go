//go:build unix

package cli

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/ui"
	"parley/ui/uitest"
)

// trial is the program with one configuration file, over a sandbox.
type trial struct {
	*testing.T
	text, state string
	environ     []string
	sandbox     *sandbox.Server
	url         string
}

// try makes a trial. $URL in the file is the sandbox's address, which the
// environment gives as well unless the file does.
func try(t *testing.T, text string, environ ...string) *trial {
	t.Helper()
	box := sandbox.New(sandbox.Options{Seed: 1, Now: func() time.Time { return scriptClock }})
	srv := httptest.NewServer(box)
	t.Cleanup(srv.Close)
	x := &trial{T: t, text: strings.ReplaceAll(text, "$URL", srv.URL), state: t.TempDir(), sandbox: box, url: srv.URL}
	x.environ = append(slices.Clone(environ), "INTERCOM_TOKEN="+sandbox.DefaultToken, "TERM=xterm-256color")
	if !strings.Contains(text, "base_url") && !strings.Contains(text, "region") {
		x.environ = append(x.environ, "INTERCOM_API_BASE_URL="+srv.URL)
	}
	return x
}

func (x *trial) app() *app {
	a := settledApp(x.T, x.text, x.environ...)
	a.env.Environ, a.env.Now = append(a.env.Environ, "XDG_STATE_HOME="+x.state), func() time.Time { return scriptClock }
	a.env.Stderr, a.out = new(bytes.Buffer), new(bytes.Buffer)
	return a
}

// file writes the configuration file and returns its name.
func (x *trial) file() string {
	x.Helper()
	path := filepath.Join(x.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(x.text), 0o600); err != nil {
		x.Fatal(err)
	}
	return path
}

// run runs a command and returns what it printed on both outputs.
func (x *trial) run(args ...string) string {
	x.Helper()
	env, out, words := world(x.T, args...)
	env.Environ = append(slices.Clone(x.environ), "PARLEY_CONFIG="+x.file(), "XDG_STATE_HOME="+x.state)
	env.Now, env.Timing = func() time.Time { return scriptClock }, quick
	code := Execute(x.Context(), env)
	if code != ExitDone && code != ExitUsage {
		x.Errorf("parley %s ended with %d: %s", strings.Join(args, " "), code, words)
	}
	return out.String() + words.String()
}

// inbox is the inbox as parley opens it, but for the terminal.
func (x *trial) inbox() *uitest.Driver {
	x.Helper()
	a := x.app()
	client, err := a.client(x.Context())
	if err != nil {
		x.Fatal(err)
	}
	dir, err := a.profileDir()
	if err != nil {
		x.Fatal(err)
	}
	st, err := store.Open(x.Context(), store.Options{Dir: dir, NoCache: !a.cfg.Store, Now: a.env.Now})
	if err != nil {
		x.Fatal(err)
	}
	x.Cleanup(func() { _ = st.Close() })
	d, err := desk.New(a.deskOptions(client, st, a.env.Now))
	if err != nil {
		x.Fatal(err)
	}
	d.Start(x.Context())
	sub := d.Subscribe()
	x.Cleanup(sub.Close)
	o := a.screenOptions(a.env.Now)
	o.Desk, o.Events = d, sub
	driver := uitest.New(x, ui.New(x.Context(), o), 120, 40)
	driver.WaitForText("Refund for order 4411")
	return driver
}

// wrote counts the requests whose path ends so and whose body holds a text.
func (x *trial) wrote(path, body string) int {
	n := 0
	for _, e := range x.sandbox.Journal() {
		if strings.HasSuffix(e.Path, path) && strings.Contains(string(e.Body), body) {
			n++
		}
	}
	return n
}

// refund is the id of the sample conversation that the trials use.
func (x *trial) refund() string {
	id, ok := x.sandbox.ConversationID("refund-4411")
	if !ok {
		x.Fatal("there is no such conversation")
	}
	return id
}

// shows waits until the inbox shows a text.
func shows(text string, keys ...string) func(*trial) {
	return func(x *trial) {
		d := x.inbox()
		for _, k := range keys {
			d.Press(k)
		}
		d.WaitForText(text)
	}
}
