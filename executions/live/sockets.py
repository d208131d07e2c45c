"""placeholder"""
async def sockets(scope, receive, send):
    await send({"type": "websocket.close", "code": 4404})
