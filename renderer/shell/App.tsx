import { MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { ConnectPage } from '../connect/ConnectPage';
import { DemonstratePage } from '../demonstrate/DemonstratePage';
import { ModelsPage } from '../models/ModelsPage';
import { OperatePage } from '../operate/OperatePage';
import { ReviewPage } from '../review/ReviewPage';
import type { ConsoleServices } from '../services/createConsole';
import { realityOf } from '../services/telemetry';
import { theme, variablesResolver } from '../theme/theme';
import { ConsoleProvider, useSettings, useTelemetry } from '../ui/ConsoleContext';
import styles from './App.module.css';
import { Header } from './Header';
import { HealthStrip } from './HealthStrip';
import { RealFrame } from './RealFrame';
import type { Screen } from './screen';
import { TrainingStrip } from './TrainingStrip';

/** The whole console around one screen: header with the stop above, health below. */
export function App({
  services,
  first = 'operate',
}: {
  readonly services: ConsoleServices;
  readonly first?: Screen;
}) {
  return (
    <ConsoleProvider value={services}>
      <Themed first={first} />
    </ConsoleProvider>
  );
}

function Themed({ first }: { readonly first: Screen }) {
  const wanted = useSettings(({ settings }) => settings.theme);
  const systemDark = useMediaQuery('(prefers-color-scheme: dark)');
  const scheme = wanted === 'system' ? (systemDark ? 'dark' : 'light') : wanted;
  const [screen, setScreen] = useState<Screen>(first);
  const real = useTelemetry((telemetry) => realityOf(telemetry).kind === 'real');
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variablesResolver} forceColorScheme={scheme}>
      <div className={styles.app} data-real={real}>
        {real && <RealFrame />}
        <div>
          <Header screen={screen} onScreen={setScreen} />
          <TrainingStrip />
        </div>
        <main className={styles.main}>
          {screen === 'operate' && <OperatePage />}
          {screen === 'demonstrate' && <DemonstratePage />}
          {screen === 'review' && <ReviewPage />}
          {screen === 'models' && <ModelsPage />}
          {screen === 'connect' && <ConnectPage />}
        </main>
        <HealthStrip />
      </div>
    </MantineProvider>
  );
}
