import {
  type ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { SocketCheck, SocketPost } from '#ports';

/** Posts to connections of the WebSocket API. The client's short timeout bounds what one that does not read costs. */
export const socketPost = (client: ApiGatewayManagementApiClient): SocketPost & SocketCheck => ({
  async post(ConnectionId, message) {
    try {
      await client.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.from(JSON.stringify(message)) }));
      return 'sent';
    } catch (error) {
      if (error instanceof GoneException) return 'gone';
      throw error;
    }
  },
  async close(ConnectionId) {
    try {
      await client.send(new DeleteConnectionCommand({ ConnectionId }));
    } catch (error) {
      if (!(error instanceof GoneException)) throw error; // gone already is as good
    }
  },
  async alive(ConnectionId) {
    try {
      await client.send(new GetConnectionCommand({ ConnectionId }));
      return true;
    } catch (error) {
      if (error instanceof GoneException) return false;
      throw error;
    }
  },
});
