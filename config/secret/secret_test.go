package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"parley/config/secret"
)

const text = "dG9rOmFiYzEyMw=="

func TestTokenIsNeverPrinted(t *testing.T) {
	t.Parallel()
	token, err := secret.New(text)
	if err != nil {
		t.Fatal(err)
	}
	type holder struct {
		Public  secret.Token
		private secret.Token
	}
	h := holder{Public: token, private: token}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p"} {
		fmt.Fprintf(&out, verb+" ", token)
		fmt.Fprintf(&out, verb+" ", h)
		fmt.Fprintf(&out, verb+" ", &h)
		fmt.Fprintf(&out, verb+" ", []secret.Token{h.private})
	}
	if err := json.NewEncoder(&out).Encode(h); err != nil {
		t.Fatal(err)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "token", token, "holder", h)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "token", token, "holder", h)
	hex := fmt.Sprintf("%x", text)
	if s := out.String(); strings.Contains(s, text) || strings.Contains(strings.ToLower(s), hex) {
		t.Errorf("the token was printed: %s", s)
	}
	if !strings.Contains(out.String(), "[redacted]") {
		t.Errorf("nothing says that a token was left out: %s", out.String())
	}
	if token.Reveal() != text {
		t.Errorf("Reveal() = %q, want %q", token.Reveal(), text)
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, token, access string
		want, from, problem string
	}{
		{name: "none"},
		{name: "first", token: "abc", want: "abc", from: "INTERCOM_TOKEN"},
		{name: "second", access: "def", want: "def", from: "INTERCOM_ACCESS_TOKEN"},
		{name: "both", token: "abc", access: "def", want: "abc", from: "INTERCOM_TOKEN"},
		{name: "blank first", token: " \n", access: "def", want: "def", from: "INTERCOM_ACCESS_TOKEN"},
		{name: "space around", token: " abc\r\n", want: "abc", from: "INTERCOM_TOKEN"},
		{name: "two lines", token: "abc\ndef", from: "INTERCOM_TOKEN", problem: "it holds"},
		{name: "letters", access: "geheimß", from: "INTERCOM_ACCESS_TOKEN", problem: "it holds"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{"INTERCOM_TOKEN": tt.token, "INTERCOM_ACCESS_TOKEN": tt.access}
			got, from, err := secret.Lookup(func(k string) string { return env[k] })
			if got.Reveal() != tt.want || from != tt.from {
				t.Errorf("Lookup() = %q from %q, want %q from %q", got.Reveal(), from, tt.want, tt.from)
			}
			switch {
			case tt.problem == "" && err != nil:
				t.Errorf("Lookup() error = %v", err)
			case tt.problem != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.problem)):
				t.Errorf("Lookup() error = %v, want %s…", err, tt.problem)
			case err != nil && (strings.Contains(err.Error(), "abc") || strings.Contains(err.Error(), "geheim")):
				t.Errorf("the error repeats the token: %v", err)
			}
		})
	}
}
