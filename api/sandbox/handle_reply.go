package sandbox

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// maxAttachments is how many of each sort a reply may carry.
const maxAttachments = 10

// maxFile is the size of one file in the messenger, in bytes.
const maxFile = 100 << 20

type replyBody struct {
	MessageType string       `json:"message_type"`
	Type        string       `json:"type"`
	AdminID     flexID       `json:"admin_id"`
	ContactID   flexID       `json:"intercom_user_id"`
	UserID      flexID       `json:"user_id"`
	Email       string       `json:"email"`
	Body        string       `json:"body"`
	CreatedAt   int64        `json:"created_at"`
	URLs        []string     `json:"attachment_urls"`
	Files       []uploaded   `json:"attachment_files"`
	Options     []quickReply `json:"reply_options"`
}

type uploaded struct {
	ContentType string `json:"content_type"`
	Data        string `json:"data"`
	Name        string `json:"name"`
}

func reply(c *call) (any, error) {
	var b replyBody
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	switch b.Type {
	case "admin":
		return replyAsAdmin(c, b)
	case "user":
		return replyAsContact(c, b)
	case "":
		return nil, missing("type")
	}
	return nil, invalidf("type must be one of: admin, user")
}

func replyAsAdmin(c *call, b replyBody) (any, error) {
	conv, err := c.targetOrLast("")
	if err != nil {
		return nil, err
	}
	by, err := c.acting(b.AdminID)
	if err != nil {
		return nil, err
	}
	msg, err := c.message(b)
	if err != nil {
		return nil, err
	}
	at := c.backdated(b.CreatedAt, conv)
	switch {
	case b.MessageType == "note":
		return c.changed(conv, c.w.note(conv, by, at, msg))
	case b.MessageType == "comment", msg.quick:
		return c.changed(conv, c.w.adminReply(conv, by, at, msg))
	case b.MessageType == "":
		return nil, missing("message_type")
	}
	return nil, invalidf("message_type must be one of: comment, note")
}

func replyAsContact(c *call, b replyBody) (any, error) {
	by, err := c.replier(b)
	if err != nil {
		return nil, err
	}
	conv, err := c.targetOrLast(by.id)
	if err != nil {
		return nil, err
	}
	msg, err := c.message(b)
	if err != nil {
		return nil, err
	}
	if b.MessageType != "comment" && !msg.quick {
		return nil, invalidf("message_type must be one of: comment")
	}
	if !contains(conv.contacts, by.id) {
		return nil, invalidf("No conversation for this user")
	}
	at := c.now
	if c.v >= v211 {
		at = c.backdated(b.CreatedAt, conv)
	}
	return c.changed(conv, c.w.contactReply(conv, by, at, msg))
}

// replier finds the contact on whose behalf a reply is made.
func (c *call) replier(b replyBody) (*contact, error) {
	selectors := 0
	for _, s := range []string{string(b.ContactID), string(b.UserID), b.Email} {
		if s != "" {
			selectors++
		}
	}
	if selectors != 1 {
		return nil, failuref(http.StatusBadRequest, "parameter_invalid",
			"exactly one of intercom_user_id, user_id, email is required")
	}
	var found *contact
	switch {
	case b.ContactID != "":
		found = c.w.contact(string(b.ContactID))
	case b.UserID != "":
		found = c.w.contactWithExternalID(string(b.UserID))
	default:
		many := c.w.contactsWithEmail(b.Email)
		if len(many) > 1 {
			return nil, statusError(http.StatusConflict)
		}
		if len(many) == 1 {
			found = many[0]
		}
	}
	if found == nil || !found.live() {
		return nil, userNotFound()
	}
	return found, nil
}

// targetOrLast resolves the id "last": the conversation changed most recently,
// of that contact when one is given.
func (c *call) targetOrLast(contactID string) (*conversation, error) {
	if c.values["id"] != "last" {
		return c.target()
	}
	var last *conversation
	for _, conv := range c.w.conversations {
		if conv.deleted || (contactID != "" && !contains(conv.contacts, contactID)) {
			continue
		}
		if last == nil || conv.updated > last.updated {
			last = conv
		}
	}
	if last == nil {
		return nil, invalidf("No conversation for this user")
	}
	return last, nil
}

// backdated honours created_at as imports use it: in the past and not before
// the conversation.
func (c *call) backdated(at int64, conv *conversation) int64 {
	if at > conv.created && at < c.now {
		return at
	}
	return c.now
}

// message checks and cleans what a reply says.
func (c *call) message(b replyBody) (message, error) {
	m := message{body: cleanHTML(b.Body)}
	if b.MessageType == "quick_reply" {
		if c.v < v214 {
			return m, invalidf("message_type must be one of: comment, note")
		}
		m.quick, m.quickReplies = true, b.Options
		if b.Type == "admin" && len(b.Options) == 0 {
			return m, missing("reply_options")
		}
	}
	var err error
	if m.attachments, err = c.attach(b); err != nil {
		return m, err
	}
	if m.empty() && !m.quick {
		return m, missing("body")
	}
	return m, nil
}

func (c *call) attach(b replyBody) ([]attachment, error) {
	if len(b.URLs) > maxAttachments || len(b.Files) > maxAttachments {
		return nil, invalidf("Too many attachments, the maximum is %d", maxAttachments)
	}
	type upload struct {
		uploaded
		data []byte
	}
	uploads := make([]upload, 0, len(b.Files))
	for _, f := range b.Files {
		data, err := base64.StdEncoding.DecodeString(f.Data)
		switch {
		case err != nil:
			return nil, invalidf("attachment_files data must be base64 encoded")
		case f.Name == "" || f.ContentType == "":
			return nil, invalidf("attachment_files need content_type, data and name")
		case len(data) > maxFile:
			return nil, invalidf("attachment_files must not be larger than 100 MB")
		}
		uploads = append(uploads, upload{f, data})
	}
	for _, u := range b.URLs {
		if !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") {
			return nil, invalidf("attachment_urls must be valid URLs")
		}
	}
	var out []attachment
	for _, u := range b.URLs {
		out = append(out, c.w.addRemote(c.w.uploadKey(), u))
	}
	for _, u := range uploads {
		out = append(out, c.w.addFile(c.w.uploadKey(), u.Name, u.ContentType, u.data))
	}
	return out, nil
}
