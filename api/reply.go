package api

import (
	"context"
	"encoding/base64"
	"net/http"
)

// ReplyAs is whose words a reply is, and who sees it.
type ReplyAs string

// The kinds of reply.
const (
	AsAdmin      ReplyAs = "admin"       // a comment to the customer
	AsNote       ReplyAs = "note"        // an internal note
	AsContact    ReplyAs = "contact"     // a comment on behalf of the contact
	AsQuickReply ReplyAs = "quick_reply" // an admin's message with options to click; 2.14
)

// Last is the word that Intercom takes in place of a conversation's id in a
// reply. Its pages disagree on what it means, so nothing of ours sends it
// unasked.
const Last ID = "last"

// Limits of a reply, as Intercom's description states them, and of a file, as
// its help pages do.
const (
	MaxAttachments    = 10
	MaxAttachmentSize = 100 << 20
)

// Reply is what to add to a conversation. AdminID speaks for every kind but
// AsContact, where exactly one of IntercomUserID, Email and UserID says on
// whose behalf.
type Reply struct {
	As   ReplyAs
	Body string // HTML

	AdminID        ID
	IntercomUserID ID
	Email          string
	UserID         string // the workspace's own id of the contact

	AttachmentURLs    []string
	AttachmentFiles   []File
	ReplyOptions      []QuickReplyOption // to offer, or as a contact the one taken; 2.14
	CreatedAt         Time               // back-dates, for imports; as a contact from 2.11
	SkipNotifications bool               // 2.15
}

// File is a file to attach.
type File struct {
	ContentType string
	Name        string
	Data        []byte
}

// Reply adds a comment or note to a conversation and returns the whole
// conversation. The new part need not be the last one. With *PostedError the
// reply is there and the conversation has to be fetched.
func (s ConversationsService) Reply(ctx context.Context, id ID, r Reply) (*Conversation, error) {
	path, err := idPath("conversations", string(id), "reply")
	if err != nil {
		return nil, err
	}
	if err := r.Validate(s.c.version); err != nil {
		return nil, err
	}
	return s.c.conversation(ctx, call{method: http.MethodPost, path: path, body: r.wire()})
}

// kind names the reply in messages.
func (r *Reply) kind() string {
	switch r.As {
	case AsAdmin:
		return "comment"
	case AsQuickReply:
		return "quick reply"
	case AsContact:
		return "contact's comment"
	default:
		return string(r.As)
	}
}

func (r *Reply) selectors() selectors { return selectors{r.IntercomUserID, r.Email, r.UserID} }

// wire returns the reply as the page "Reply to a conversation" describes it.
// Only what was given is in it.
func (r *Reply) wire() map[string]any {
	w := map[string]any{"message_type": r.messageType()}
	if r.Body != "" {
		w["body"] = r.Body
	}
	if r.As == AsContact {
		w["type"] = "user" // for leads too
		r.selectors().add(w)
	} else {
		w["type"], w["admin_id"] = "admin", r.AdminID
	}
	if len(r.AttachmentURLs) > 0 {
		w["attachment_urls"] = r.AttachmentURLs
	}
	if len(r.AttachmentFiles) > 0 {
		w["attachment_files"] = wireFiles(r.AttachmentFiles)
	}
	if len(r.ReplyOptions) > 0 {
		w["reply_options"] = r.ReplyOptions
	}
	if !r.CreatedAt.IsZero() {
		w["created_at"] = r.CreatedAt
	}
	if r.SkipNotifications {
		w["skip_notifications"] = true
	}
	return w
}

// messageType follows the vendor's example for a contact who takes an option
// without a word: the description's own list does not know it.
func (r *Reply) messageType() string {
	switch {
	case r.As == AsNote:
		return "note"
	case r.As == AsQuickReply, r.As == AsContact && r.Body == "":
		return "quick_reply"
	default:
		return "comment"
	}
}

func wireFiles(files []File) []map[string]string {
	out := make([]map[string]string, len(files))
	for i, f := range files {
		out[i] = map[string]string{
			"content_type": f.ContentType,
			"name":         f.Name,
			"data":         base64.StdEncoding.EncodeToString(f.Data),
		}
	}
	return out
}
