package richtext

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// area is the part of a mail that holds the earlier message.
type area struct {
	hasCite  bool // the earlier message is marked as a quotation inside
	forwards bool // it is forwarded, not answered
}

// markMail recognises the marks that mail programs leave around quoted history and signatures.
func (b *builder) markMail(tag atom.Atom, a attributes) {
	e := &b.el
	if tag == atom.Blockquote {
		if a.kind == "cite" || hasWord(a.class, "gmail_quote", "protonmail_quote", "zmail_extra") || e.area != 0 {
			e.flags |= inCite
			if e.area != 0 {
				b.areas[e.area-1].hasCite = true
			}
		}
	}
	if a.class == "" && a.id == "" && a.smartmail == "" {
		return
	}
	switch {
	case tag == atom.Blockquote:
	case hasWord(a.class, "gmail_attr", "moz-cite-prefix"):
		e.flags |= isCredit
	case hasWord(a.class, "gmail_quote", "gmail_extra", "yahoo_quoted", "protonmail_quote", "zmail_extra", "tutanota_quote"),
		a.id == "mail-editor-reference-message-container", strings.HasPrefix(a.id, "yahoo_quoted"):
		if e.area == 0 {
			b.areas = append(b.areas, area{})
			e.area = int32(len(b.areas))
		}
	case hasWord(a.class, "OutlookMessageHeader"), strings.HasSuffix(a.id, "divRplyFwdMsg"):
		e.flags |= inHeader
	case isSignature(a):
		e.flags |= inSignature
	}
}

func isSignature(a attributes) bool {
	if strings.Contains(a.smartmail, "gmail_signature") ||
		hasWord(a.class, "gmail_signature", "moz-signature", "protonmail_signature_block", "yahoo-signature", "ms-outlook-mobile-signature") {
		return true
	}
	id := strings.TrimPrefix(a.id, "x_")
	return id == "Signature" || id == "signature" || id == "AppleMailSignature" || id == "ms-outlook-mobile-signature" ||
		id == "ms-outlook-ios-signature" || id == "ms-outlook-mobile-body-separator-line"
}

// hasWord reports whether one of words is among the classes.
func hasWord(class string, words ...string) bool {
	for w := range strings.FieldsSeq(class) {
		w = strings.TrimPrefix(w, "x_")
		if slices.Contains(words, w) {
			return true
		}
	}
	return false
}

// isCreditLine reports whether a line announces a quotation: "On Tue, 3 March 2026, Ada Obi wrote:".
func isCreditLine(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) < 8 || len(s) > 300 || !strings.HasSuffix(s, ":") && !strings.HasSuffix(s, "：") {
		return false
	}
	if !strings.ContainsAny(s, "0123456789") {
		return false
	}
	if strings.HasSuffix(s, ">:") && strings.Contains(s, "@") {
		return true
	}
	lower := strings.ToLower(s)
	for _, c := range credits {
		if strings.HasPrefix(lower, c.begin) && strings.Contains(lower, c.verb) {
			return true
		}
	}
	return false
}

var credits = []struct{ begin, verb string }{
	{"on ", "wrote:"},
	{"am ", "schrieb"},
	{"le ", "a écrit"},
	{"el ", "escribió"},
	{"il ", "ha scritto"},
	{"em ", "escreveu"},
	{"a ", "escreveu"},
	{"op ", "schreef"},
	{"den ", "skrev"},
	{"w dniu ", "napisał"},
	{"dnia ", "napisał"},
	{"20", "のメール"},
	{"20", "写道"},
	{"在", "写道"},
	{"20", "작성"},
}

// isOriginalLine reports whether a line begins the earlier message below the new one.
func isOriginalLine(s string) bool {
	if len(s) > 100 || !strings.HasPrefix(s, "---") || !strings.HasSuffix(strings.TrimSpace(s), "---") {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(strings.Trim(s, "-"))) {
	case "original message", "ursprüngliche nachricht", "message d'origine", "message original", "mensaje original",
		"messaggio originale", "mensagem original", "oorspronkelijk bericht", "original appointment", "reply message", "原始邮件":
		return true
	}
	return false
}

// isForwardLine reports whether what follows is forwarded: it is new to the reader.
func isForwardLine(s string) bool {
	if len(s) > 100 || s[0] != '-' && s[0] != 'B' {
		return false
	}
	s = strings.ToLower(strings.TrimSpace(s))
	return strings.HasPrefix(s, "begin forwarded message") || strings.HasPrefix(s, "--") && strings.HasSuffix(s, "--") &&
		(strings.Contains(s, "forwarded message") || strings.Contains(s, "weitergeleitete nachricht") || strings.Contains(s, "message transféré") ||
			strings.Contains(s, "mensaje reenviado") || strings.Contains(s, "mensagem encaminhada") || strings.Contains(s, "doorgestuurd bericht"))
}

// senderFields and dateFields are the first words of the lines that Outlook puts above an earlier message.
var (
	senderFields = []string{"from:", "von:", "de:", "de :", "da:", "van:", "från:", "fra:", "od:", "发件人:", "发件人：", "差出人:", "보낸 사람:"}
	dateFields   = []string{
		"sent:", "date:", "gesendet:", "datum:", "envoyé:", "envoyé :", "date :", "enviado:", "enviado el:", "enviada:", "fecha:", "data:", "inviato:",
		"verzonden:", "skickat:", "sendt:", "wysłano:", "发送时间:", "发送时间：", "送信日時:", "日付:", "보낸 날짜:",
	}
)

func hasField(s string, fields []string) bool {
	if i := strings.IndexAny(s[:min(len(s), 24)], ":："); i < 0 || len(s) > 400 {
		return false
	}
	s = strings.ToLower(strings.TrimLeft(s, "*"))
	for _, f := range fields {
		if strings.HasPrefix(s, f) {
			return true
		}
	}
	return false
}
