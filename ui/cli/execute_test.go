package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/sandbox"
)

// world returns an environment in which nothing is set, and its two outputs.
func world(t *testing.T, args ...string) (env Env, out, errs *bytes.Buffer) {
	t.Helper()
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	return Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: out, Stderr: errs,
		Environ: []string{"XDG_STATE_HOME=" + t.TempDir()},
		Now:     time.Now,
	}, out, errs
}

func TestSandboxServesUntilInterrupted(t *testing.T) {
	t.Parallel()
	journal := filepath.Join(t.TempDir(), "journal")
	env, _, errs := world(t, "sandbox", "--token", "open-sesame", "--journal", journal, "--clock", "2026-03-03T10:00:00Z")
	read, write := io.Pipe()
	env.Stdout = write
	ctx, cancel := context.WithCancel(t.Context())
	code := make(chan int, 1)
	go func() { code <- Execute(ctx, env) }()

	announced := map[string]string{}
	lines := bufio.NewScanner(read)
	for len(announced) < 2 && lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), "=")
		announced[name] = value
	}
	c, err := api.New(announced["INTERCOM_TOKEN"], api.WithBaseURL(announced["INTERCOM_API_BASE_URL"]))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	me, err := c.Me.Get(t.Context())
	if err != nil || me.ID != sandbox.MeID {
		t.Errorf("the sandbox says that the token belongs to %v, %v", me, err)
	}
	cancel()
	if got := <-code; got != ExitDone {
		t.Errorf("the interrupted sandbox ended with %d, want %d: %s", got, ExitDone, errs)
	}
	b, err := os.ReadFile(journal)
	if err != nil || !strings.Contains(string(b), `"path":"/me"`) || strings.Contains(string(b), "open-sesame") {
		t.Errorf("journal = %s, %v", b, err)
	}
	if !strings.Contains(errs.String(), "the sandbox is ready; ctrl+c stops it") {
		t.Errorf("words = %s", errs)
	}
}

// hanging serves a sandbox in which one operation is never answered. Arrived
// gets the path of each such request.
func hanging(t *testing.T, op, path string, arrived chan<- string) (url, conversation string) {
	t.Helper()
	faults, err := sandbox.ParseFaults(op + ":hang")
	if err != nil {
		t.Fatal(err)
	}
	server := sandbox.New(sandbox.Options{Seed: 1, Faults: faults})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, path) {
			arrived <- r.URL.Path
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	id, _ := server.ConversationID("refund-4411")
	return s.URL, id
}

func TestInterruptedCommands(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, op, path, says string
		args                 []string // the id of a conversation is ID
		code                 int
	}{
		{name: "a read", op: "get", path: "", args: []string{"show", "ID"}, code: ExitInterrupted, says: "parley: interrupted\n"},
		{
			name: "before a send", op: "me", path: "/me", args: []string{"reply", "ID", "--body", "On its way."},
			code: ExitInterrupted, says: "Interrupted: nothing was sent.\nThe text is kept as a draft",
		},
		{
			name: "a send", op: "reply", path: "/reply", args: []string{"reply", "ID", "--body", "On its way."},
			code: ExitUnknownSent, says: "It is not known whether",
		},
		{
			name: "an action", op: "close", path: "/parts", args: []string{"close", "ID", "ID"},
			code: ExitUnknownSent, says: "`parley outbox retry 1` looks again",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			arrived := make(chan string, 1)
			url, id := hanging(t, tt.op, tt.path, arrived)
			args := make([]string, len(tt.args))
			for i, arg := range tt.args {
				args[i] = strings.ReplaceAll(arg, "ID", id)
			}
			env, out, errs := world(t, args...)
			env.Timing = quick
			env.Environ = append(env.Environ, "INTERCOM_TOKEN="+sandbox.DefaultToken, "INTERCOM_API_BASE_URL="+url)
			ctx, cancel := context.WithCancel(t.Context())
			code := make(chan int, 1)
			go func() { code <- Execute(ctx, env) }()
			<-arrived
			cancel()
			if got := <-code; got != tt.code || !strings.Contains(errs.String(), tt.says) || out.Len() > 0 {
				t.Errorf("Execute() = %d, want %d; it said %s%s", got, tt.code, out, errs)
			}
		})
	}
}

// stuck is a terminal at which somebody has typed something and thinks.
type stuck struct {
	typed   io.Reader
	reads   chan<- struct{}
	forever <-chan struct{}
}

func (s *stuck) Read(b []byte) (int, error) {
	if n, err := s.typed.Read(b); err == nil {
		return n, nil
	}
	s.reads <- struct{}{}
	<-s.forever
	return 0, io.EOF
}

func TestTextTypedBeforeAnInterruptIsKept(t *testing.T) {
	t.Parallel()
	env, out, errs := world(t, "reply", "12", "--as", "note")
	env.Environ = append(env.Environ, "INTERCOM_TOKEN=x", "INTERCOM_API_BASE_URL=http://127.0.0.1:1")
	reads := make(chan struct{})
	env.Stdin = &stuck{typed: strings.NewReader("Half a thought"), reads: reads, forever: t.Context().Done()}
	ctx, cancel := context.WithCancel(t.Context())
	code := make(chan int, 1)
	go func() { code <- Execute(ctx, env) }()
	<-reads
	cancel()
	if got := <-code; got != ExitInterrupted {
		t.Errorf("Execute() = %d, want %d", got, ExitInterrupted)
	}
	env.Args, env.Stdin = []string{"drafts", "show", "12"}, strings.NewReader("")
	if got := Execute(t.Context(), env); got != ExitDone || out.String() != "Half a thought\n" {
		t.Errorf("Execute(drafts show) = %d, %q; it said %s", got, out, errs)
	}
	if !strings.Contains(errs.String(), "`parley drafts show 12 --as note` shows it") {
		t.Errorf("nobody is told where the text is: %s", errs)
	}
}

func TestTheTokenIsNeverShown(t *testing.T) {
	t.Parallel()
	const token = "dG9rOnNlY3JldA"
	for _, args := range [][]string{{"list"}, {"show", "1"}, {"reply", "1", "--body", "x"}, {"--region", "x", "list"}, {"nonsense"}} {
		env, out, errs := world(t, args...)
		env.Environ = append(env.Environ, "INTERCOM_TOKEN="+token, "INTERCOM_API_BASE_URL=http://127.0.0.1:1")
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // nothing needs to be answered
		if code := Execute(ctx, env); code == ExitDone {
			t.Errorf("%v: exit code 0", args)
		}
		if strings.Contains(out.String()+errs.String(), token) {
			t.Errorf("%v prints the token: %s%s", args, out, errs)
		}
	}
}
