module perfcmp/go-net-http

go 1.22

require perfcmp/shared v0.0.0

replace perfcmp/shared => ../shared-go
