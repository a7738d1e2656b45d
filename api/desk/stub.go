package desk
import "errors"
var ErrNotHeld = errors.New("x")
type ListRequest struct { View, Filter string; Sort Sort; Limit int }
