package sandbox_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/api/sandbox"
)

func TestHookTopics(t *testing.T) {
	t.Parallel()
	const me = sandbox.MeID
	for name, tt := range map[string]struct {
		version string
		do      func(t *testing.T, s *sandbox.Server, c string)
		topics  string
	}{
		"a customer answers": {"", func(t *testing.T, s *sandbox.Server, c string) {
			if _, err := s.CustomerReplies(c, "<p>still there?</p>"); err != nil {
				t.Error(err)
			}
		}, "conversation.user.replied"},
		"a customer begins": {"", func(t *testing.T, s *sandbox.Server, _ string) {
			if _, err := s.CustomerWrites("june", "", "<p>hello</p>"); err != nil {
				t.Error(err)
			}
		}, "conversation.user.created"},
		"a customer rates": {"", func(t *testing.T, s *sandbox.Server, c string) {
			if _, err := s.CustomerRates(c, 5, ""); err != nil {
				t.Error(err)
			}
		}, "conversation.rating.added"},
		"a reply": {"", func(t *testing.T, s *sandbox.Server, c string) {
			call(t, s, "POST", "/conversations/"+c+"/reply", `{"message_type":"comment","type":"admin","admin_id":"`+me+`","body":"hi"}`)
		}, "conversation.admin.replied"},
		"a note": {"", func(t *testing.T, s *sandbox.Server, c string) {
			call(t, s, "POST", "/conversations/"+c+"/reply", `{"message_type":"note","type":"admin","admin_id":"`+me+`","body":"hm"}`)
		}, "conversation.admin.noted"},
		"close and open": {"", func(t *testing.T, s *sandbox.Server, c string) {
			call(t, s, "POST", "/conversations/"+c+"/parts", `{"message_type":"close","type":"admin","admin_id":"`+me+`"}`)
			call(t, s, "POST", "/conversations/"+c+"/parts", `{"message_type":"open","admin_id":"`+me+`"}`)
		}, "conversation.admin.closed conversation.admin.opened"},
		"snooze and assign": {"", func(t *testing.T, s *sandbox.Server, c string) {
			if _, err := s.TeammateSnoozes(c, me, time.Now().Add(time.Hour)); err != nil {
				t.Error(err)
			}
			if _, err := s.TeammateAssigns(c, me, me); err != nil {
				t.Error(err)
			}
		}, "conversation.admin.snoozed conversation.admin.assigned"},
		"a tag": {"", func(t *testing.T, s *sandbox.Server, c string) {
			if _, err := s.TeammateTags(c, me, "spring"); err != nil {
				t.Error(err)
			}
		}, "conversation_part.tag.created"},
		"deleted": {"2.14", func(t *testing.T, s *sandbox.Server, c string) {
			call(t, s, "DELETE", "/conversations/"+c, "")
		}, "conversation.deleted"},
		"what has no topic": {"", func(t *testing.T, s *sandbox.Server, c string) {
			call(t, s, "PUT", "/conversations/"+c, `{"read":false}`)
			call(t, s, "GET", "/conversations/"+c, "")
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			hooked(t, tt.version, func(s *sandbox.Server, r *receiver) {
				c := id(t, s, "refund-4411")
				tt.do(t, s, c)
				synctest.Wait()
				for _, n := range r.taken {
					if got = append(got, n.Topic); n.Conversation == "" {
						t.Errorf("%s names no conversation: %v", n.Topic, r.posts)
					}
				}
				if len(r.refused) > 0 {
					t.Errorf("refused: %v", r.refused)
				}
			})
			if s := strings.Join(got, " "); s != tt.topics {
				t.Errorf("told of %q, want %q", s, tt.topics)
			}
		})
	}
}

// A conversation comes with the part alone that changed it, as the API encodes
// it; from 2.15 on as plain text.
func TestHookPayload(t *testing.T) {
	t.Parallel()
	for version, body := range map[string]string{"2.9": "<p>still <b>there</b>?</p>", "2.15": "still there?"} {
		hooked(t, version, func(s *sandbox.Server, r *receiver) {
			c := id(t, s, "refund-4411")
			if _, err := s.CustomerReplies(c, "<p>still <b>there</b>?</p>"); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			item := r.posts[0].Data.Item
			parts := item["conversation_parts"].(map[string]any)["conversation_parts"].([]any)
			if item["id"] != c || item["type"] != "conversation" || item["state"] != "open" || len(parts) != 1 || parts[0].(map[string]any)["body"] != body {
				t.Errorf("%s: %v", version, item)
			}
		})
	}
}

func TestHooksComeAgainOnce(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		statuses []int
		attempts []int // of the posts
		taken    int
	}{
		"at once":          {nil, []int{1}, 1},
		"after a failure":  {[]int{503}, []int{1, 2}, 1},
		"twice a failure":  {[]int{503, 500}, []int{1, 2}, 0},
		"no answer":        {[]int{-1}, []int{1, 2}, 1},
		"too many":         {[]int{429}, []int{1, 2}, 1},
		"gone":             {[]int{410}, []int{1}, 0},
		"taken but failed": {[]int{200}, []int{1}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var rec *receiver
			var server *sandbox.Server
			hooked(t, "", func(s *sandbox.Server, r *receiver) {
				rec, server = r, s
				r.statuses = tt.statuses
				if _, err := s.CustomerReplies(id(t, s, "refund-4411"), "<p>?</p>"); err != nil {
					t.Fatal(err)
				}
			})
			var got []int
			for _, p := range rec.posts {
				got = append(got, p.Attempts)
			}
			if !slices.Equal(got, tt.attempts) || len(rec.taken) != tt.taken {
				t.Errorf("attempts %v, taken %d; want %v, %d", got, len(rec.taken), tt.attempts, tt.taken)
			}
			if n := len(rec.posts); n == 2 {
				if wait := rec.posts[1].At.Sub(rec.posts[0].At); wait < time.Minute || wait > 70*time.Second {
					t.Errorf("it came again after %s", wait)
				}
				if rec.posts[0].ID != rec.posts[1].ID {
					t.Error("it came again under another id")
				}
			}
			if n := len(server.Journal()); n != len(tt.attempts) {
				t.Errorf("%d attempts in the journal", n)
			}
		})
	}
}

func TestHookFaults(t *testing.T) {
	t.Parallel()
	for spec, tt := range map[string]struct {
		sent    string // the bodies, in the order of arrival
		taken   int
		refused string
	}{
		"":                              {"one two", 2, ""},
		"webhook:forged,once":           {"one two", 1, "the signature is not of this app's secret"},
		"webhook:duplicate,once":        {"one one two", 2, "it came before"},
		"webhook:swapped,once":          {"two one", 2, ""},
		"webhook:latency=20s,once":      {"two one", 2, ""},
		"webhook:lost,once":             {"two", 1, ""},
		"webhook:latency=1h":            {"", 0, ""},
		"webhook:swapped,skip=1":        {"one two", 2, ""}, // nothing follows the last one
		"*:503,once; writes:cut-before": {"one two", 2, ""},
	} {
		t.Run(spec, func(t *testing.T) {
			t.Parallel()
			var rec *receiver
			hooked(t, "", func(s *sandbox.Server, r *receiver) {
				rec = r
				faults, err := sandbox.ParseFaults(spec)
				if err != nil {
					t.Fatal(err)
				}
				s.SetFaults(faults...)
				for _, word := range []string{"one", "two"} {
					if _, err := s.CustomerReplies(id(t, s, "refund-4411"), word); err != nil {
						t.Fatal(err)
					}
				}
			})
			var got []string
			for _, p := range rec.posts {
				parts := p.Data.Item["conversation_parts"].(map[string]any)["conversation_parts"].([]any)
				got = append(got, parts[0].(map[string]any)["body"].(string))
			}
			if s := strings.Join(got, " "); s != tt.sent || len(rec.taken) != tt.taken || strings.Join(rec.refused, "") != tt.refused {
				t.Errorf("arrived %q, taken %d, refused %q; want %q, %d, %q", s, len(rec.taken), rec.refused, tt.sent, tt.taken, tt.refused)
			}
		})
	}
}

func TestHooksNeedAnAddressAndASecret(t *testing.T) {
	t.Parallel()
	s := sandbox.New(sandbox.Options{Seed: 1})
	for _, o := range []sandbox.Hooks{{}, {URL: "http://127.0.0.1/intercom"}, {URL: "ftp://x/", Secret: "s"}, {URL: "intercom", Secret: "s"}, {URL: ":", Secret: "s"}} {
		if err := s.SendHooks(t.Context(), o); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}
