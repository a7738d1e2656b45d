package composer

import (
	"slices"
	"strings"
	"testing"

	"parley/api/desk"
)

// The words by which the warnings are told apart.
const (
	warnNote        = "written as a note"
	warnTeammate    = "of your team"
	warnCustomer    = "another customer"
	warnPlaceholder = "not filled in"
	warnKey         = "secret key"
	warnPassword    = "password"
	warnCard        = "card number"
	warnAttachment  = "nothing is attached"
	warnReopens     = "reopens it"
)

func warnings(text string, change ...func(*LintInput)) []string {
	in := LintInput{
		Text: text, Mode: desk.ModeAdmin, Me: "Ana Sousa", Customers: []string{"Ada Obi"},
		Teammates:      []string{"Ana Sousa", "Ben Carter", "Will Price", "Support"},
		OtherCustomers: []string{"Li Wei", "Mark", "grace@hopper.example", "May Long", "Ada Obi", "Ben Carter", "山田太郎", "Jo Lee"},
	}
	for _, f := range change {
		f(&in)
	}
	return Lint(in)
}

func TestLint(t *testing.T) {
	t.Parallel()
	note := func(in *LintInput) { in.Mode = desk.ModeNote }
	tests := []struct {
		name, text, want string // want "" is no warning at all
		change           func(*LintInput)
	}{
		{"nothing", "Hi Ada,\n\nyour refund is on its way.\n\nBest,\nAna Sousa", "", nil},

		{"note made public", "Checked it.", warnNote, func(in *LintInput) { in.WasNote = true }},
		{"note that stayed one", "Checked it.", "", func(in *LintInput) { in.WasNote = true; in.Mode = desk.ModeNote }},

		{"teammate in full", "I asked Ben Carter about it.", warnTeammate, nil},
		{"teammate with an @", "@Ben can you look?", warnTeammate, nil},
		{"teammate in a note", "@Ben can you look? Ben Carter knows.", "", note},
		{"first name alone", "Ben will call you. Will you be there?", "", nil},
		{"own name", "Best regards, Ana Sousa", "", nil},
		{"a longer name", "I asked Ben Carterson.", "", nil},
		{"part of an address", "Write to support@example.com, please.", "", nil},
		{"a team's name", "Our Support is here for you.", "", nil},
		{"customer with a teammate's name", "Dear Ben Carter, thank you.", "", func(in *LintInput) { in.Customers = []string{"Ben Carter"} }},

		{"other customer in full", "As I told Li Wei, it works.", warnCustomer, nil},
		{"other customer's address", "I have written to grace@hopper.example about it.", warnCustomer, nil},
		{"other customer greeted", "Hi Li,\n\nyour refund is on its way.", warnCustomer, nil},
		{"other customer without spaces", "これは山田太郎様の件です。", warnCustomer, nil},
		{"other customer in a note", "Same as Li Wei.", "", note},
		{"name that is a word", "Mark it as done, it may take long.", "", nil},
		{"greeting the right one", "Hi Ada,\n\nall is well.", "", nil},
		{"greeting somebody unknown", "Hi Zoe,\n\nall is well.", "", nil},
		{"greeting nobody", "Hi there,\n\nall is well.", "", nil},
		{"greeting, customer not known", "Hi Li,\n\nall is well.", "", func(in *LintInput) { in.Customers = nil }},

		{"placeholder", "Hi {{contact.first_name}},", warnPlaceholder, nil},
		{"placeholder with fallback", `Hi {{ first_name|fallback:"there" }},`, warnPlaceholder, nil},
		{"placeholder in a note", "Ask {{contact.name}}.", warnPlaceholder, note},
		{"placeholder in code", "Write `{{user.name}}` in the subject.\n```\n{{#each}}\n```\n", "", nil},
		{"braces", "func() {{ return }", "", nil},

		{"Stripe key", "Use " + "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc.", warnKey, nil},
		{"key in code", "```\ncurl -u " + "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc:\n```", warnKey, nil},
		{"GitHub token", "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a", warnKey, nil},
		{"AWS key", "AKIA" + "Q7JHGK2LM4NPR5TV is the id", warnKey, nil},
		{"web token", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiI0NDExIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r", warnKey, nil},
		{"PEM", "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7q1b2c3d4e5f", warnKey, nil},
		{"header", "Authorization: Bearer 9f8e7d6c5b4a39281706f5e4", warnKey, nil},
		{"password in an address", "postgres://app:s3cr3tpw@db.internal/app", warnKey, nil},
		{"named key", `api_key = "b7d2a91c44ef08356a1b"`, warnKey, nil},
		{"key in a note", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", "", note},
		{"sample key", "It looks like sk_live_xxxxxxxxxxxxxxxxxxxx or AKIAIOSFODNN7EXAMPLE.", "", nil},
		{"sample header", "Send Authorization: Bearer YOUR_ACCESS_TOKEN_GOES_HERE", "", nil},
		{"talk of keys", "Your API key is in the settings, under Developers. The access token: see above.", "", nil},
		{"a commit", "Fixed in 9fceb02d0ae598e95dc970b74767f19372d61af8.", "", nil},
		{"a file name", "Open task-management-overview-final-version2.pdf", "", nil},
		{"a link", "https://example.com/a?id=0f8fad5bd9cb469fa16570867728950e", "", nil},

		{"password", "Your password is Winter2024!", warnPassword, nil},
		{"password with a colon", "User: ada\nPassword: hunter2x", warnPassword, nil},
		{"password in German", "Das Passwort lautet Geheim99", warnPassword, nil},
		{"password in Spanish", "Tu contraseña es: perro-azul7", warnPassword, nil},
		{"password in a note", "Password: hunter2x", "", note},
		{"talk of passwords", "Your password is incorrect. The password is case-sensitive and is 12 characters long.", "", nil},
		{"resetting", "To reset your password: https://example.com/reset/8f3a2c", "", nil},
		{"password filled in later", "Password: ******** or <password1>", "", nil},

		{"card", "Card 4111 1111 1111 1111, thanks.", warnCard, nil},
		{"card without spaces", "5555555555554444", warnCard, nil},
		{"card with hyphens", "4242-4242-4242-4242", warnCard, nil},
		{"another network", "3782 822463 10005", warnCard, nil},
		{"card in a note", "It ends a call: 4111111111111111.", warnCard, note},
		{"wrong check digit", "4111 1111 1111 1112", "", nil},
		{"order number", "Order 1234567812345670 and conversation 215470000123456", "", nil},
		{"id in a link", "https://example.com/o/4111111111111111?x=4111111111111111", "", nil},
		{"part of a longer number", "941111111111111110000000", "", nil},
		{"phone", "+49 171 4111 1111 or 0800 1111 1111 1111", "", nil},

		{"attached", "Please find attached the invoice.", warnAttachment, nil},
		{"I've attached", "I’ve attached the label.", warnAttachment, nil},
		{"at the end", "Here you go, screenshot attached.", warnAttachment, nil},
		{"see the attachment", "For details see the attachment.", warnAttachment, nil},
		{"German", "Im Anhang finden Sie die Rechnung.", warnAttachment, nil},
		{"German, anbei", "Anbei die Rechnung.", warnAttachment, nil},
		{"French", "Vous trouverez la facture ci-jointe.", warnAttachment, nil},
		{"Spanish", "Le adjunto la factura.", warnAttachment, nil},
		{"Portuguese", "Segue em anexo a fatura.", warnAttachment, nil},
		{"Italian", "In allegato trova la fattura.", warnAttachment, nil},
		{"Dutch", "In de bijlage vindt u de factuur.", warnAttachment, nil},
		{"Japanese", "請求書を添付いたします。", warnAttachment, nil},
		{"Chinese", "请见附件。", warnAttachment, nil},
		{"in a note", "I attached the log.", warnAttachment, note},
		{"with a file", "Please find attached the invoice.", "", func(in *LintInput) { in.Attachments = 1 }},
		{"with a link", "It is attached here: https://example.com/invoice.pdf", "", nil},
		{"theirs", "Thank you, I have seen your attachment. The file you attached is empty.", "", nil},
		{"asked for", "Could you attach a screenshot? Please attach the log as well.", "", nil},
		{"none", "I could not find any attachment in your message.", "", nil},
		{"another sense", "The tag is attached to your account. I am attached to this idea of attachment styles.", "", nil},
		{"theirs in German", "Ich habe Ihren Anhang gesehen.", "", nil},
		{"theirs in Japanese", "ログを添付してください。", "", nil},
		{"quoted", "> I've attached the log\n\nThank you!", "", nil},
		{"coined words", "Sanbeisel, hattached, ankanhangig", "", nil},

		{"contact reopens", "Called back.", warnReopens, func(in *LintInput) { in.Mode, in.Closed = desk.ModeContact, true }},
		{"reply to a closed one", "Called back.", "", func(in *LintInput) { in.Closed = true }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var change []func(*LintInput)
			if tt.change != nil {
				change = append(change, tt.change)
			}
			got := warnings(tt.text, change...)
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("%q warns: %q", tt.text, got)
			case tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)):
				t.Errorf("%q warns: %q, want one with %q", tt.text, got, tt.want)
			}
			for _, w := range got {
				if !strings.HasSuffix(w, ".") || strings.Contains(w, "\n") {
					t.Errorf("%q is no sentence", w)
				}
			}
		})
	}
}

func TestLintSaysEverythingAtOnce(t *testing.T) {
	t.Parallel()
	got := warnings("Hi Li, {{a}} and {{b}}: Ben Carter and Will Price attached 4111111111111111. File attached.", func(in *LintInput) { in.WasNote = true })
	want := []string{
		"It was written as a note: read it as the customer will.",
		"It mentions Ben Carter and Will Price of your team, and the customer will read that.",
		"It names Li Wei, who is another customer.",
		"The placeholders {{a}} and {{b}} are not filled in.",
		"It holds what looks like a card number.",
		"It speaks of an attachment, and nothing is attached.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestTheReviewBarWarns(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	target := p.target
	target.Teammates = []string{"Ben Carter"}
	p.Open(target, desk.ModeAdmin, nil)
	press(t, p, "ctrl+t text:Ben Carter knows.\nctrl+t y")
	if p.Mode() == desk.ModeNote {
		t.Fatal("it is still a note")
	}
	p.startReview()
	got := p.Warnings()
	if len(got) != 2 || !strings.Contains(got[0], warnNote) || !strings.Contains(got[1], warnTeammate) {
		t.Errorf("it warns: %q", got)
	}
	press(t, p, "i ctrl+t ctrl+t")
	if got := p.Warnings(); p.Mode() != desk.ModeNote || len(got) != 0 {
		t.Errorf("as a %s again it warns: %q", p.Mode(), got)
	}
}

func FuzzLint(f *testing.F) {
	for _, s := range []string{"Hi Li, {{x}} `a", "4111 1111 1111 1111", "Passwort: \"", "~~~\n{{", "@Ben @", "I attached\x00> it.", "Bearer "} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, note bool) {
		mode := desk.ModeAdmin
		if note {
			mode = desk.ModeNote
		}
		if got := warnings(s, func(in *LintInput) { in.Mode = mode }); len(got) > 8 {
			t.Errorf("%q warns: %q", s, got)
		}
	})
}

func BenchmarkLint(b *testing.B) {
	text := strings.Repeat("Hi Ada, your refund for order 4411 is on its way, and the password is not needed any more.\n", 110)
	for b.Loop() {
		warnings(text)
	}
}
