//go:build unix

package cli

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/config"
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
	x.environ = append(environ, "INTERCOM_TOKEN="+sandbox.DefaultToken, "TERM=xterm-256color")
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
	env.Environ = append(x.environ, "PARLEY_CONFIG="+x.file(), "XDG_STATE_HOME="+x.state)
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

// observed tells of each setting how it is seen that it counts. A setting that
// is not here fails TestEverySettingIsObserved.
var observed = map[string]struct {
	text string
	see  func(*trial)
}{
	"base_url": {"base_url = '$URL'", func(x *trial) {
		if x.run("list", "mine"); len(x.sandbox.Journal()) == 0 {
			x.Error("nothing was asked there")
		}
	}},
	"region": {"region = 'eu'", func(x *trial) {
		if c, err := x.app().client(x.Context()); err != nil || c.Host() != "api.eu.intercom.io" {
			x.Errorf("%v, %v", c, err)
		}
	}},
	"api_version": {"api_version = '2.11'", func(x *trial) {
		x.run("list", "mine")
		if j := x.sandbox.Journal(); len(j) == 0 || j[0].Version != "2.11" {
			x.Errorf("asked for %+v", j)
		}
	}},
	"admin": {"admin = '7310002'", func(x *trial) {
		if x.run("close", x.refund()); x.wrote("/parts", `"admin_id":"7310002"`) != 1 {
			x.Errorf("%+v", x.sandbox.Journal())
		}
	}},
	"read_only": {"read_only = true", func(x *trial) {
		x.run("close", x.refund())
		x.inbox().Press("e A r text:n\nesc y")
		for _, e := range x.sandbox.Journal() {
			if e.Method != "GET" && !strings.HasSuffix(e.Path, "/search") {
				x.Errorf("%s %s", e.Method, e.Path)
			}
		}
	}},
	"mask": {"mask = true", func(x *trial) {
		if out := x.run("list", "mine"); !strings.Contains(out, "STATE") || strings.Contains(out, "Ada Obi") {
			x.Error(out)
		}
	}},
	"linear": {"linear = true", func(x *trial) {
		if out := x.run(); !strings.Contains(out, "Ada Obi: Refund for order 4411; OPEN") {
			x.Error(out)
		}
	}},
	"low_bandwidth": {"low_bandwidth = 'on'", func(x *trial) {
		s := start(x.T, append(x.environ, "PARLEY_CONFIG="+x.file(), "HOME="+x.state))
		s.see("slow line")
		s.press("q")
		s.end()
	}},
	"slideshow": {"slideshow = '95s'", func(x *trial) {
		if got := x.app().screenOptions(time.Now).SlideTime; got != 95*time.Second {
			x.Errorf("a slide stands for %s", got)
		}
	}},
	"token_command": {"token_command = ['echo', 'nonsense']", func(x *trial) {
		a := x.app()
		a.env.Environ = []string{"PATH=" + os.Getenv("PATH")}
		if token, err := a.token(x.Context()); err != nil || token.Reveal() != "nonsense" || a.found.From != "token_command" {
			x.Errorf("%+v, %v", a.found, err)
		}
	}},
	"store": {"store = false", func(x *trial) {
		x.inbox()
		files, err := os.ReadDir(filepath.Join(x.state, "parley", "profiles", "default"))
		for _, f := range files {
			if strings.HasPrefix(f.Name(), "cache.db") {
				x.Errorf("there is %s", f.Name())
			}
		}
		if err != nil || len(files) == 0 {
			x.Errorf("%v, %v", files, err)
		}
	}},
	"retention_days": {"retention_days = 7", func(x *trial) {
		if o := x.app().deskOptions(nil, nil, time.Now); o.Retention != 7*24*time.Hour {
			x.Errorf("kept for %s", o.Retention)
		}
	}},
	"theme": {"theme = 'contrast'", func(x *trial) {
		if v := x.inbox().View().Content; !strings.Contains(v, "38;2;0;229;255") {
			x.Errorf("the accent is not on the screen: %q", v[:min(len(v), 500)])
		}
	}},
	"hyperlinks": {"hyperlinks = 'off'", func(x *trial) {
		d := x.inbox()
		d.Press("ctrl+k text::open " + x.refund() + "\nenter")
		d.WaitForText("dashboard.stripe.example")
		if strings.Contains(d.View().Content, "\x1b]8;") {
			x.Error("there is a link to click")
		}
	}},
	"editor": {"editor = 'nvim -f'", func(x *trial) {
		h := x.app().host()
		path, cmd, err := h.Editor("text")
		if err != nil || !reflect.DeepEqual(cmd.Args[:2], []string{"nvim", "-f"}) {
			x.Fatal(cmd, err)
		}
		if _, err := h.ReadBack(path); err != nil {
			x.Error(err)
		}
	}},
	"notifications": {"notifications = 'bell'", func(x *trial) {
		if tell := x.app().screenOptions(time.Now).Notify; tell == nil || tell("a", "b") != "\a" {
			x.Error("no bell")
		}
	}},
	"mark_read": {"mark_read = 'open'", func(x *trial) {
		d := x.inbox()
		d.Press("ctrl+k text::open " + x.refund() + "\nenter")
		d.WaitFor("the mark", func() bool { return x.wrote("/conversations/"+x.refund(), `"read":true`) == 1 })
	}},
	"key_preset":   {"key_preset = 'vim'", shows("═ Note", "enter", "i")},
	"keys":         {"[keys]\nverbs.note = ['W']", shows("═ Note", "enter", "W")},
	"office_hours": {"office_hours = 'Sat 09:00-10:00'\ntime_zone = 'UTC'\n[sla.\"Gold: first reply 1h\"]\nnext_reply = '1h'", shows("1h left est", "enter")},
	"time_zone":    {"office_hours = 'Tue 09:00-12:00'\ntime_zone = 'Asia/Tokyo'\n[sla.\"Gold: first reply 1h\"]\nnext_reply = '1h'", shows("1h left est", "enter")},
	"undo.email":   {"[undo]\nemail = '95s'", undone("email", desk.ModeAdmin, 95*time.Second)},
	"undo.chat":    {"[undo]\nchat = '95s'", undone("conversation", desk.ModeAdmin, 95*time.Second)},
	"undo.note":    {"[undo]\nnote = '95s'", undone("email", desk.ModeNote, 95*time.Second)},
	"undo.other":   {"[undo]\nother = '95s'", undone("whatsapp", desk.ModeContact, 95*time.Second)},
	"views.name":   {"[[views]]\nname = 'All of Ada'\nquery = 'is:open from:ada'", shows("All of Ada", "V")},
	"views.query": {"[[views]]\nname = 'Ada'\nquery = 'is:open from:ada'", func(x *trial) {
		if out := x.run("list", "Ada"); !strings.Contains(out, "Refund for order 4411") || strings.Contains(out, "Desmond Pike") {
			x.Error(out)
		}
	}},
	"views.sort": {"[[views]]\nname = 'W'\nquery = 'is:open'\nsort = 'waiting'", func(x *trial) {
		d := x.inbox()
		d.Press("V text:W\nenter")
		d.WaitForText(" waiting ─")
	}},
	"sla.first_reply":  {"[sla.X]\nfirst_reply = '1h'", targeted(desk.Targets{FirstReply: time.Hour})},
	"sla.next_reply":   {"[sla.\"Gold: first reply 1h\"]\nnext_reply = '15m'", shows(" est", "enter")},
	"sla.close":        {"[sla.X]\nclose = '1h'", targeted(desk.Targets{Close: time.Hour})},
	"sla.office_hours": {"[sla.\"Gold: first reply 1h\"]\nnext_reply = '1h'\noffice_hours = 'Sat 09:00-10:00'", shows("1h left est", "enter")},
	"sla.time_zone":    {"[sla.\"Gold: first reply 1h\"]\nnext_reply = '1h'\noffice_hours = 'Tue 09:00-12:00'\ntime_zone = 'Asia/Tokyo'", shows("1h left est", "enter")},
}

// undone sees for how long a reply can be taken back.
func undone(channel string, mode desk.Mode, want time.Duration) func(*trial) {
	return func(x *trial) {
		if got := x.app().deskOptions(nil, nil, time.Now).UndoWindow(channel, mode); got != want {
			x.Errorf("%s, want %s", got, want)
		}
	}
}

// targeted sees the targets of an SLA, on the desk and on the screen.
func targeted(want desk.Targets) func(*trial) {
	return func(x *trial) {
		a := x.app()
		onDesk, onScreen := a.deskOptions(nil, nil, time.Now).Targets["X"], a.screenOptions(time.Now).Targets["X"]
		if onDesk != want || onScreen != want {
			x.Errorf("%+v and %+v, want %+v", onDesk, onScreen, want)
		}
	}
}

// leaves are the names of the settings of a struct, those within tables too.
func leaves(of reflect.Type, at string) []string {
	var out []string
	for f := range of.Fields() {
		name, inner := at+f.Tag.Get("toml"), f.Type
		if inner.Kind() == reflect.Map || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct {
			out = append(out, leaves(inner, name+".")...)
			continue
		}
		out = append(out, name)
	}
	return out
}

func TestEverySettingIsObserved(t *testing.T) {
	t.Parallel()
	names := leaves(reflect.TypeFor[config.Settings](), "")
	if len(names) < 20 {
		t.Fatalf("only %v", names)
	}
	for _, name := range names {
		o, ok := observed[name]
		if !ok {
			t.Errorf("nothing here sees that the setting %s counts", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o.see(try(t, o.text))
		})
	}
}

// Every variable and every flag of the reference gives its setting, and says
// so.
func TestEveryVariableAndFlagCounts(t *testing.T) {
	t.Parallel()
	values := map[config.Key]string{
		config.KeyBaseURL: "http://127.0.0.1:9", config.KeyRegion: "au", config.KeyAPIVersion: "2.11", config.KeyAdmin: "41",
		config.KeyReadOnly: "true", config.KeyMask: "true", config.KeyLinear: "true", config.KeyLowBandwidth: "on", "slideshow": "25s", config.KeyStore: "false", config.KeyRetention: "8", config.KeyTheme: "light",
		config.KeyHyperlinks: "off", "editor": "ed", config.KeyNotifications: "bell", config.KeyMarkRead: "reply", config.KeyKeyPreset: "vim",
	}
	for _, e := range (config.Config{Settings: config.Default()}).Entries() {
		if e.Key.Env() == "" {
			continue
		}
		value, ok := values[e.Key]
		if !ok {
			t.Errorf("nothing here tries %s of %s", e.Key.Env(), e.Key)
			continue
		}
		t.Run(string(e.Key), func(t *testing.T) {
			t.Parallel()
			x := &trial{T: t, state: t.TempDir(), environ: []string{e.Key.Env() + "=" + value}}
			if out := x.run("config", "show"); !strings.Contains(out, value) || !strings.Contains(out, "# "+e.Key.Env()+"\n") {
				t.Errorf("%s=%s: %s", e.Key.Env(), value, out)
			}
			flag := e.Key.Flag()
			if flag == "" {
				return
			}
			args := []string{"config", "show", "--" + flag + "=" + value}
			switch {
			case e.Key == config.KeyAdmin: // a flag of the commands that act
				args = []string{"list", "--help"}
			case strings.HasPrefix(flag, "no-"), value == "true":
				args[2] = "--" + flag
			}
			x = &trial{T: t, state: t.TempDir()}
			if out := x.run(args...); !strings.Contains(out, "--"+flag) {
				t.Errorf("--%s: %s", flag, out)
			}
		})
	}
}
