package cli

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"unicode"
)

func TestEscapedJSONSaysTheSame(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{`{"a":1}`, "{\n  \"a\": 1\n}\n"},
		{"\"a\u009bb\"", "\"a\\u009bb\"\n"},
		{"\"\x7f\"", "\"\\u007f\"\n"},
		{"\"\u202eabc\u2066\"", "\"\\u202eabc\\u2066\"\n"},
		{"\"\U000E0041\"", "\"\\udb40\\udc41\"\n"},
		{"\"\u2028\ufeff\"", "\"\\u2028\\ufeff\"\n"},
		{"\"\xff\"", "\"\\ufffd\"\n"},
		{"\"登录失败 🌿 é\"", "\"登录失败 🌿 é\"\n"},
		{`"\u001b[31m"`, "\"\\u001b[31m\"\n"},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		if err := writeJSON(&b, []byte(tt.in)); err != nil || b.String() != tt.want {
			t.Errorf("writeJSON(%q) = %q, %v, want %q", tt.in, b.String(), err, tt.want)
		}
	}
	if err := writeJSON(new(bytes.Buffer), []byte("<html>")); err == nil {
		t.Error("writeJSON takes what is not JSON")
	}
	if err := writeJSONArray(new(bytes.Buffer), [][]byte{[]byte(`1],[2`)}); err == nil {
		t.Error("writeJSONArray takes what is not JSON")
	}
}

func FuzzEscapeJSON(f *testing.F) {
	for _, s := range []string{`{"a":["\u202e",null]}`, "\"\u0085\"", "[\"\U000F0000\"]", "\"0\"\r", "\"\xc2\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var want any
		if json.Unmarshal(in, &want) != nil {
			return
		}
		var b bytes.Buffer
		if err := writeJSON(&b, in); err != nil {
			t.Fatal(err)
		}
		var got any
		if err := json.Unmarshal(b.Bytes(), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("writeJSON(%q) means %v, %v, want %v", in, got, err, want)
		}
		for _, r := range b.String() {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				t.Errorf("writeJSON(%q) lets %U through", in, r)
			}
		}
	})
}
