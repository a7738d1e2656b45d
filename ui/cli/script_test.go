package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"parley/api/sandbox"
	"parley/ui/layout"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"parley": func() { os.Exit(run(scripted(system()))) },
	})
}

// quick are the waits of a send in tests.
var quick = Timing{
	Looks:    []time.Duration{20 * time.Millisecond, 60 * time.Millisecond, 150 * time.Millisecond},
	Patience: time.Second,
	Grace:    200 * time.Millisecond,
}

// scriptBegan is the variable that says when a script began, so that the
// clock of its workspace goes on from one program to the next.
const scriptBegan = "PARLEY_TEST_BEGAN"

// scripted puts a program into the time of its script.
func scripted(env Env) Env {
	env.Now = brittle(env)
	began, err := time.Parse(time.RFC3339Nano, env.getenv(scriptBegan))
	if err != nil { // not in a script
		return env
	}
	env.Timing = quick
	env.Now = func() time.Time { return scriptClock.Add(time.Since(began)) }
	return env
}

// brittle is the clock of a program that panics as soon as the file exists
// that PARLEY_TEST_PANIC names.
func brittle(env Env) func() time.Time {
	path, now := env.getenv("PARLEY_TEST_PANIC"), env.Now
	if path == "" {
		return now
	}
	return func() time.Time {
		if _, err := os.Stat(path); err == nil {
			panic("what Ada wrote")
		}
		return now()
	}
}

// scriptClock is when every script's workspace stands still: a Tuesday.
var scriptClock = time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)

// TestScripts runs the program as a shell would, each script against a
// sandbox of its own on the loopback interface.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		Setup:               setupScript,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":    scriptCode,
			"faults":  scriptFaults,
			"fits":    scriptFits,
			"id":      scriptID,
			"inbox":   scriptInbox,
			"journal": scriptJournal,
			"mode":    scriptMode,
			"refuse":  scriptRefuse,

			"waitfile": scriptWaitFile,
		},
	})
}

type sandboxKey struct{}

func setupScript(env *testscript.Env) error {
	server := sandbox.New(sandbox.Options{Seed: 1, Now: func() time.Time { return scriptClock }})
	listening := httptest.NewServer(server)
	env.Defer(listening.Close)
	env.Values[sandboxKey{}] = server
	env.Values[inboxKey{}] = &inboxSlot{}
	env.Setenv("INTERCOM_API_BASE_URL", listening.URL)
	env.Setenv("INTERCOM_TOKEN", sandbox.DefaultToken)
	env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
	env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
	env.Setenv("TZ", "UTC")
	env.Setenv("GORACE", "atexit_sleep_ms=0") // else the race detector keeps each command for a second
	env.Setenv(scriptBegan, time.Now().Format(time.RFC3339Nano))
	env.Setenv("ME", sandbox.MeID)
	return errors.Join( // what a txtar file cannot hold
		os.WriteFile(filepath.Join(env.WorkDir, "shot"), []byte("\x89PNG\r\n\x1a\n\x00\x00"), 0o600),
		os.WriteFile(filepath.Join(env.WorkDir, "binary"), []byte("h\x00e\x00"), 0o600),
	)
}

func scriptSandbox(ts *testscript.TestScript) *sandbox.Server {
	return ts.Value(sandboxKey{}).(*sandbox.Server)
}

// scriptCode runs parley and compares its exit code: code 4 show 999.
// Standard input is that of the stdin command.
func scriptCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: code N ARGUMENT...")
	}
	err := ts.Exec("parley", args[1:]...)
	got := 0
	if err != nil {
		text := err.Error()
		n, convErr := strconv.Atoi(strings.TrimPrefix(text, "exit status "))
		if convErr != nil {
			ts.Fatalf("parley: %v", err)
		}
		got = n
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("parley %s: exit code %d, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// scriptFaults makes the sandbox go wrong from here on: faults SPEC.
func scriptFaults(ts *testscript.TestScript, _ bool, args []string) {
	faults, err := sandbox.ParseFaults(strings.Join(args, " "))
	ts.Check(err)
	scriptSandbox(ts).SetFaults(faults...)
}

// scriptFits measures the last standard output: fits COLUMNS.
func scriptFits(ts *testscript.TestScript, _ bool, args []string) {
	width, err := strconv.Atoi(args[0])
	ts.Check(err)
	for line := range strings.SplitSeq(ts.ReadFile("stdout"), "\n") {
		if w := layout.Widest(line); w > width {
			ts.Fatalf("%d cells, want at most %d: %s", w, width, line)
		}
	}
}

// scriptID sets a variable to the id of a sample conversation: id VAR KEY.
func scriptID(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: id VARIABLE KEY")
	}
	id, ok := scriptSandbox(ts).ConversationID(args[1])
	if !ok {
		ts.Fatalf("the sandbox has no conversation %q", args[1])
	}
	ts.Setenv(args[0], id)
}

// scriptJournal counts the requests that the sandbox received, by method,
// path and body, each a regular expression: journal N METHOD PATH [BODY].
func scriptJournal(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: journal N METHOD PATH [BODY]")
	}
	body := regexp.MustCompile("")
	if len(args) == 4 {
		body = regexp.MustCompile(args[3])
	}
	method, path := regexp.MustCompile("^(?:"+args[1]+")$"), regexp.MustCompile("^(?:"+args[2]+")$")
	count, seen := 0, ""
	for _, e := range scriptSandbox(ts).Journal() {
		seen += fmt.Sprintf("%s %s %d %s\n", e.Method, e.Path, e.Status, e.Body)
		if method.MatchString(e.Method) && path.MatchString(e.Path) && body.Match(e.Body) {
			count++
		}
	}
	if strconv.Itoa(count) != args[0] {
		ts.Fatalf("%d requests match, want %s; the journal:\n%s", count, args[0], seen)
	}
}

// scriptMode compares the permissions of the files that a pattern matches,
// of which there must be one: mode 600 PATTERN.
func scriptMode(ts *testscript.TestScript, _ bool, args []string) {
	found, err := filepath.Glob(ts.MkAbs(args[1]))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("%s matches %d files, want 1: %v", args[1], len(found), found)
	}
	info, err := os.Stat(found[0])
	ts.Check(err)
	if got := fmt.Sprintf("%o", info.Mode().Perm()); got != args[0] {
		ts.Fatalf("%s has mode %s, want %s", found[0], got, args[0])
	}
	ts.Setenv("FOUND", found[0])
}

// scriptWaitFile waits until a file has something in it: waitfile FILE.
func scriptWaitFile(ts *testscript.TestScript, _ bool, args []string) {
	path, deadline := ts.MkAbs(args[0]), time.After(time.Minute)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if info, err := os.Stat(path); err == nil && info.Size() > 0 {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			ts.Fatalf("%s does not come", args[0])
		}
	}
}

// scriptRefuse points the program at an address where nobody listens: refuse.
func scriptRefuse(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv("INTERCOM_API_BASE_URL", "http://"+l.Addr().String())
	ts.Check(l.Close())
}
