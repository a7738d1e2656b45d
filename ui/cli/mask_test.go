package cli

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/sandbox"
	"parley/ui/uitest"
)

// presented runs commands in presenter mode over one sandbox and one store.
type presented struct {
	t       *testing.T
	box     *sandbox.Server
	secrets uitest.Secrets
	environ []string
}

func newPresented(t *testing.T) *presented {
	t.Helper()
	box := sandbox.New(sandbox.Options{Seed: 1, Now: func() time.Time { return scriptClock }})
	server := httptest.NewServer(box)
	t.Cleanup(server.Close)
	return &presented{t: t, box: box, secrets: uitest.WorkspaceSecrets(t, server.URL, sandbox.DefaultToken), environ: []string{
		"XDG_STATE_HOME=" + t.TempDir(), "XDG_CONFIG_HOME=" + t.TempDir(), "INTERCOM_API_BASE_URL=" + server.URL,
		"INTERCOM_TOKEN=" + sandbox.DefaultToken, "TZ=UTC",
	}}
}

// run runs one command, and returns what it says on either output.
func (p *presented) run(args ...string) (out, words string) {
	p.t.Helper()
	var stdout, stderr bytes.Buffer
	code := Execute(p.t.Context(), Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Environ: p.environ,
		Now: func() time.Time { return scriptClock }, Timing: quick,
	})
	if code != ExitDone {
		p.t.Errorf("%s ended with %d: %s", strings.Join(args, " "), code, &stderr)
	}
	return stdout.String(), stderr.String()
}

func TestCommandsInPresenterMode(t *testing.T) {
	t.Parallel()
	p := newPresented(t)
	refund, _ := p.box.ConversationID("refund-4411")
	plain, _ := p.run("list", "open", "--all")
	if n := len(p.secrets.Search(plain)); n < 20 {
		t.Fatalf("only %d secrets are in a plain list", n)
	}
	var conversations []struct{ ID string }
	all, _ := p.run("list", "is:open,closed,snoozed", "--all", "--json")
	if err := json.Unmarshal([]byte(all), &conversations); err != nil || len(conversations) < 60 {
		t.Fatalf("%d conversations, %v", len(conversations), err)
	}
	commands := [][]string{
		{"list", "open", "--all"},
		{"list", "is:closed", "--width", "60"},
		{"list", "mine", "--json"},
		{"list", "open", "--local"},
		{"search", "ada"},
		{"search", "jonas", "--json"},
		{"search", "Larder", "--local"},
		{"reply", refund, "--as", "note", "--body", "Ada Obi asked Jonas Lindqvist."},
		{"reply", refund, "--body", "Dear Ada, ada.obi@example.com is right.", "--json"},
		{"assign", refund, "--to", "Jonas Lindqvist"},
		{"tag", refund, "--add", "vip"},
		{"close", refund, "--json"},
		{"log"},
		{"log", "--json"},
		{"drafts"},
		{"outbox"},
		{"outbox", "--json"},
		{"doctor"},
		{"list", "open"},
		{"board"},
		{"board", "--markdown"},
		{"board", "--json"},
	}
	for _, c := range conversations {
		commands = append(commands, []string{"show", c.ID, "--all"}, []string{"show", c.ID, "--json"})
	}
	for _, args := range commands {
		out, words := p.run(append(args, "--mask")...)
		if found := p.secrets.Search(out + "\n" + words); found != nil {
			t.Errorf("%s shows %q", strings.Join(args, " "), found)
			for line := range strings.Lines(out + "\n" + words) {
				if p.secrets.Search(line) != nil {
					t.Log(strings.TrimSpace(line))
				}
			}
		}
		if strings.Contains(strings.Join(args, " "), "--json") && !json.Valid([]byte(out)) {
			t.Errorf("%s is no JSON: %s", strings.Join(args, " "), out)
		}
	}
	sent := ""
	for _, e := range p.box.Journal() {
		if strings.HasSuffix(e.Path, "/reply") {
			sent += string(e.Body)
		}
	}
	for _, want := range []string{"Ada Obi asked Jonas Lindqvist.", "Dear Ada, ada.obi@example.com is right."} {
		if !strings.Contains(sent, want) {
			t.Errorf("what was sent leaves out %q: %s", want, sent)
		}
	}
}

// TestPseudonymsStay runs two programs over one store, and one over another.
func TestPseudonymsStay(t *testing.T) {
	t.Parallel()
	p, q := newPresented(t), newPresented(t)
	first, _ := p.run("list", "open", "--mask")
	again, _ := p.run("list", "open", "--mask")
	other, _ := q.run("list", "open", "--mask")
	if first != again {
		t.Errorf("one workspace is shown as\n%s\nand as\n%s", first, again)
	}
	if first == other {
		t.Error("two profiles have the same pseudonyms")
	}
	for line := range strings.Lines(first) { // ids are how programs go on
		if id, _, ok := strings.Cut(line, " "); ok && id != "ID" {
			p.run("show", id, "--mask")
			break
		}
	}
}

// The setting must reach the screen.
func TestTheInboxBeginsInPresenterMode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"": false, "mask = true": true} {
		a := settledApp(t, text)
		a.env.Now, a.env.Stderr = time.Now, new(bytes.Buffer)
		a.env.Environ = append(a.env.Environ, "XDG_STATE_HOME="+t.TempDir())
		client, err := api.New("none")
		if err != nil {
			t.Fatal(err)
		}
		w, err := a.work(t.Context(), client, false)
		if err != nil {
			t.Fatal(err)
		}
		m, err := a.workspaceMask(t.Context(), w.Desk)
		if err != nil || m.On() != want {
			t.Errorf("%q: presenter mode is %v, %v", text, m.On(), err)
		}
		w.close(&err)
	}
}
