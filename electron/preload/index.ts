import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../../shared/contract/bridge';

/** The typed bridge and nothing else: every message is parsed where it arrives, in main and in the page. */
function on(channel: string, handler: (payload: never) => void): () => void {
  const listener = (_event: Electron.IpcRendererEvent, payload: unknown) => handler(payload as never);
  ipcRenderer.on(channel, listener);
  return () => ipcRenderer.removeListener(channel, listener);
}

const bridge: Bridge = {
  stop: (source, reason) => ipcRenderer.send('r1:stop', { source, reason }),
  getSettings: () => ipcRenderer.invoke('r1:getSettings'),
  setSettings: (settings) => ipcRenderer.invoke('r1:setSettings', settings),
  getAppInfo: () => ipcRenderer.invoke('r1:getAppInfo'),
  getProcesses: () => ipcRenderer.invoke('r1:getProcesses'),
  restartProcess: (name) => ipcRenderer.invoke('r1:restartProcess', { name }),
  chooseModelFolder: () => ipcRenderer.invoke('r1:chooseModelFolder'),
  getConnection: () => ipcRenderer.invoke('r1:getConnection'),
  connectTo: (id) => ipcRenderer.invoke('r1:connectTo', { id }),
  lookForRos2: () => ipcRenderer.invoke('r1:lookForRos2'),
  listProfiles: () => ipcRenderer.invoke('r1:listProfiles'),
  saveProfile: (id, profile) => ipcRenderer.invoke('r1:saveProfile', { id, profile }),
  deleteProfile: (id) => ipcRenderer.invoke('r1:deleteProfile', { id }),
  importProfile: () => ipcRenderer.invoke('r1:importProfile'),
  exportProfile: (id) => ipcRenderer.invoke('r1:exportProfile', { id }),
  listEndpoints: () => ipcRenderer.invoke('r1:listEndpoints'),
  saveEndpoint: (id, endpoint) => ipcRenderer.invoke('r1:saveEndpoint', { id, endpoint }),
  setEndpointToken: (id, token) => ipcRenderer.invoke('r1:setEndpointToken', { id, token }),
  deleteEndpoint: (id) => ipcRenderer.invoke('r1:deleteEndpoint', { id }),
  importEndpoint: () => ipcRenderer.invoke('r1:importEndpoint'),
  exportEndpoint: (id) => ipcRenderer.invoke('r1:exportEndpoint', { id }),
  takeEndpoint: (id) => ipcRenderer.invoke('r1:takeEndpoint', { id }),
  testEndpoint: (id) => ipcRenderer.invoke('r1:testEndpoint', { id }),
  chooseFile: (purpose) => ipcRenderer.invoke('r1:chooseFile', { purpose }),
  chooseFolder: (purpose) => ipcRenderer.invoke('r1:chooseFolder', { purpose }),
  saveFile: (kind, name, bytes) => ipcRenderer.invoke('r1:saveFile', { kind, name, bytes }),
  showInFolder: (path) => ipcRenderer.invoke('r1:showInFolder', { path }),
  onProcesses: (handler) => on('r1:processes', handler),
  onFault: (handler) => on('r1:fault', handler),
  onStopRequested: (handler) => on('r1:stopRequested', handler),
  onConnection: (handler) => on('r1:connection', handler),
  requestPorts: () => ipcRenderer.send('r1:requestPorts'),
};

contextBridge.exposeInMainWorld('r1', bridge);

// A port cannot cross the context bridge; a window message carries it into the page's own world.
ipcRenderer.on('r1:port', (event, introduction: Record<string, unknown>) => {
  window.postMessage({ type: 'r1-port', ...introduction }, window.location.origin, event.ports);
});
