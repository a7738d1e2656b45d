package cli

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"parley/api/sandbox"
	"parley/config/secret"
)

// ring is a keyring in memory.
type ring struct {
	tokens map[string]string
	broken error
}

func (r *ring) Get(_ context.Context, account string) (string, error) {
	if t, ok := r.tokens[account]; ok {
		return t, r.broken
	}
	return "", errors.Join(secret.ErrNone, r.broken)
}

func (r *ring) Set(_ context.Context, account, token string) error {
	if r.broken == nil {
		r.tokens[account] = token
	}
	return r.broken
}

func (r *ring) Delete(_ context.Context, account string) error {
	if _, ok := r.tokens[account]; !ok {
		return secret.ErrNone
	}
	delete(r.tokens, account)
	return r.broken
}

// run runs a command with a keyring and returns its exit code and words.
func (r *ring) run(t *testing.T, environ []string, stdin string, args ...string) (code int, out, words string) {
	t.Helper()
	env, stdout, stderr := world(t, args...)
	env.Environ = append(env.Environ, environ...)
	env.Stdin, env.Keyring = strings.NewReader(stdin), r
	code = Execute(t.Context(), env)
	return code, stdout.String(), stderr.String()
}

func TestLoginKeepsTheTokenInTheKeyring(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New(sandbox.Options{Seed: 1}))
	t.Cleanup(server.Close)
	environ := []string{"INTERCOM_API_BASE_URL=" + server.URL, "XDG_STATE_HOME=" + t.TempDir()}
	r := &ring{tokens: map[string]string{}}
	code, out, words := r.run(t, environ, sandbox.DefaultToken+"\n", "login")
	if code != ExitDone || r.tokens["default"] != sandbox.DefaultToken || !strings.Contains(out, "workspace Hedgerow (hg4k2ws1)  region US  admin Ana Sousa ("+sandbox.MeID+")") ||
		!strings.Contains(words, "the token is in the keyring, for the profile default") || strings.Contains(out+words, sandbox.DefaultToken) {
		t.Errorf("login: %d, %q, %s%s", code, r.tokens, out, words)
	}
	if code, _, words := r.run(t, environ, "", "list", "mine"); code != ExitDone {
		t.Errorf("list with the keyring's token: %d, %s", code, words)
	}
	if code, _, words := r.run(t, append(environ, "INTERCOM_TOKEN=wrong"), sandbox.DefaultToken, "login"); code != ExitDone || !strings.Contains(words, "INTERCOM_TOKEN is set and counts before it") {
		t.Errorf("login beside a variable: %d, %s", code, words)
	}
	if code, _, words := r.run(t, environ, "wrong", "login"); code != ExitUnauthorized || r.tokens["default"] != sandbox.DefaultToken {
		t.Errorf("login with a wrong token: %d, %s", code, words)
	}
	if code, _, words := r.run(t, environ, "", "logout"); code != ExitDone || len(r.tokens) != 0 || !strings.Contains(words, "no longer in the keyring") {
		t.Errorf("logout: %d, %q, %s", code, r.tokens, words)
	}
	r.broken = errors.New("no answer")
	if code, _, words := r.run(t, environ, sandbox.DefaultToken, "login"); code != ExitFailed || !strings.Contains(words, "The token works, but was not kept: write to the keyring: no answer. `parley login --to-file`") {
		t.Errorf("login with a broken keyring: %d, %s", code, words)
	}
}

// abroad is a workspace in another region, whose admin has no inbox seat.
func abroad(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/me":
		_, _ = io.WriteString(w, `{"type":"admin","id":"7","name":"Ivo","app":{"type":"app","id_code":"x1","name":"Abroad","region":"EU"}}`)
	default:
		_, _ = io.WriteString(w, `{"type":"admin.list","admins":[{"type":"admin","id":"7","name":"Ivo","has_inbox_seat":false}]}`)
	}
}

func TestLoginSaysWhatMayGoWrong(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(abroad))
	t.Cleanup(server.Close)
	r := &ring{tokens: map[string]string{}}
	code, out, words := r.run(t, []string{"INTERCOM_API_BASE_URL=" + server.URL}, "abc", "login")
	if code != ExitDone || !strings.Contains(out, "workspace Abroad (x1)  region EU  admin Ivo (7)") || !strings.Contains(words, "Ivo has no inbox seat according to Intercom") {
		t.Errorf("login: %d, %s%s", code, out, words)
	}
}

func TestWarnRegion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, region, want string }{
		{"", "US", ""},
		{"", "EU", "write region = 'eu' at the top of "},
		{"region = 'eu'", "EU", ""},
		{"region = 'eu'", "AU", "write region = 'au' at the top of "},
		{"base_url = 'https://proxy.example'", "EU", ""},
		{"", "", ""},
	} {
		a := settledApp(t, tt.text)
		var words strings.Builder
		a.env.Stderr = &words
		a.warnRegion(tt.region)
		if got := words.String(); (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%q, %s: %s", tt.text, tt.region, got)
		}
	}
}

func TestRawLine(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"abc\r": "abc", "abc\ndef": "abc", "abx\x7fc\r": "abc", "wrong\x15abc\r": "abc", "\x08\x7fa\r": "a", "abc": "abc", "abc\x04": "abc",
	} {
		if got, err := rawLine(strings.NewReader(typed)); got != want || err != nil {
			t.Errorf("rawLine(%q) = %q, %v, want %q", typed, got, err, want)
		}
	}
	if got, err := rawLine(strings.NewReader("ab\x03c\r")); got != "" || !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupt gives %q, %v", got, err)
	}
}
