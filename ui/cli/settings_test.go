//go:build unix

package cli

import (
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"parley/api/desk"
	"parley/config"
	"parley/ui/serve"
)

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
			if e.Method != http.MethodGet && !strings.HasSuffix(e.Path, "/search") {
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
	"serve.addr":         {"[serve]\naddr = '192.0.2.1:0'", seeAddr},
	"serve.webhook":      {"[serve]\nwebhook = '192.0.2.1:0'", seeWebhook},
	"serve.keys":         {"[serve]\nkeys = 'who/comes'", seeKeys},
	"serve.audit":        {"[serve]\naudit = 'log'", seeAudit},
	"serve.host_key":     {"[serve]\nhost_key = '/x/key'", seeHostKey},
	"serve.idle_timeout": {"[serve]\nidle_timeout = '0s'", limited(func(l serve.Limits) bool { return l.Idle < 0 })},
	"serve.max_sessions": {"[serve]\nmax_sessions = 7", limited(func(l serve.Limits) bool { return l.Sessions == 7 })},
	"serve.max_per_key":  {"[serve]\nmax_per_key = 3", limited(func(l serve.Limits) bool { return l.PerKey == 3 })},

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
