package api

import (
	"encoding/json"
	"testing"

	"parley/api/safetext"
)

func TestSanitise(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"nothing to do", `{"a":"b","n":[1,true,null,"x"]}`, `{"a":"b","n":[1,true,null,"x"]}`},
		{"a body keeps its lines", `{"body":"a\n\tb\u001b[1m"}`, `{"body":"a\n\tb␛[1m"}`},
		{"a name does not", `{"name":"a\nb"}`, `{"name":"a b"}`},
		{"entities in names, once", `{"name":"O&#39;Neill &amp;#27;"}`, `{"name":"O'Neill &#27;"}`},
		{"an escape spelled as an entity", `{"title":"a&#27;[8m"}`, `{"title":"a␛[8m"}`},
		{"entities stay in bodies", `{"body":"&#27; &lt;"}`, `{"body":"&#27; &lt;"}`},
		{"bidi in a name is spelled", `{"name":"a\u202eb"}`, `{"name":"a<202E>b"}`},
		{"bidi in a body is dropped", `{"remark":"a\u202eb"}`, `{"remark":"ab"}`},
		{"C1 as UTF-8", "{\"url\":\"a\u009d52;c;x\u009c\"}", `{"url":"a�52;c;x�"}`},
		{"a key that is data", `{"custom_attributes":{"a\u001b":"x\ny"}}`, `{"custom_attributes":{"a␛":"x\ny"}}`},
		{"deep in custom attributes", `{"custom_attributes":{"o":{"name":"a&amp;\n"}},"name":"a\n"}`, `{"custom_attributes":{"o":{"name":"a&amp;\n"}},"name":"a "}`},
		{"an array in a body", `{"body":["a\n",{"name":"b\n"},"c\n"],"x":"d\n"}`, `{"body":["a\n",{"name":"b "},"c\n"],"x":"d "}`},
		{"an escaped key", `{"b\u006fdy":"a\nb"}`, `{"b\u006fdy":"a\nb"}`},
		{"an entity behind an escape", `{"name":"a\u0026#27;b"}`, `{"name":"a␛b"}`},
		{"printable escapes stay", `{"body":"\u003cp\u003e é \u0026"}`, `{"body":"\u003cp\u003e é \u0026"}`},
		{"a control behind an escape", `{"body":"\u003c\u009b\u007f\u001f\u0020"}`, `{"body":"<�␡␟ "}`},
		{"a lone surrogate", `{"name":"\ud800"}`, `{"name":"�"}`},
		{"quotes and backslashes", `{"name":"a\\\"b\/"}`, `{"name":"a\\\"b\/"}`},
		{"cut within a string", `{"name":"a`, `{"name":"a`},
		{"cut within an escape", `{"name":"a\`, `{"name":"a\`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := string(sanitise([]byte(tt.in))); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func FuzzSanitise(f *testing.F) {
	for _, s := range []string{
		`{"a":"b"}`, `{"body":"a\n\u001b","name":"x\u0085&#27;"}`, `[[{"custom_attributes":{"k\t":["\u009b"]}}]]`, `{"name":"\ud83c\udff4"}`,
		`"`, `{"a\`, `}]`, `{"name":"&amp;#x1b;"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		out := sanitise(in)
		if json.Valid(in) != json.Valid(out) {
			t.Fatalf("valid before: %v, after: %v\n%q\n%q", json.Valid(in), json.Valid(out), in, out)
		}
		var v any
		if json.Unmarshal(out, &v) == nil {
			checkSafe(t, v)
		}
	})
}

// checkSafe fails the test when a string anywhere in v is not safe.
func checkSafe(t *testing.T, v any) {
	t.Helper()
	switch v := v.(type) {
	case string:
		if safetext.Line(v) != v && safetext.Block(v) != v {
			t.Fatalf("%q is not safe", v)
		}
	case []any:
		for _, e := range v {
			checkSafe(t, e)
		}
	case map[string]any:
		for k, e := range v {
			if safetext.Line(k) != k {
				t.Fatalf("the key %q is not safe", k)
			}
			checkSafe(t, e)
		}
	}
}
